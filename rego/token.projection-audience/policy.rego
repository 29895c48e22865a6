# METADATA
# scope: package
# title: The audience of projected tokens
# description: |
#   Summary: a token that a pod gets projected says for whom it is, so that nobody else takes it.
#   Denies: a serviceAccountToken of a projected volume without an audience, or with one that is not in allowed; without one the API
#     server takes the token, and so does everybody who passes it on.
#   Allows: any audience where allowed is empty; none where requireAudience is false; volumes whose names begin as exceptVolumes say,
#     which are how Kubernetes itself gives tokens for the API server.
#   Parameters: allowed (none, which allows any; audiences separated by commas), requireAudience (true), exceptVolumes
#     (kube-api-access-; beginnings of names, separated by commas).
# custom:
#   control: token.projection-audience
#   severity: high
#   kubernetes_from: "1.20"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package token.projection_audience

import data.lib
import data.lib.params
import data.lib.tokens

# METADATA
# title: The params cannot be used
# custom: {control: token.projection-audience}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: The pod gets tokens for nobody or for somebody else
# custom: {control: token.projection-audience}
deny contains msg if {
	count(bad_params) == 0
	details := [sprintf("volume \"%s\" names %s", [volume.name, concat(", ", bad)]) |
		some volume in tokens.projections
		not is_excepted(volume.name)
		bad := [problem | some token in volume.tokens; problem := bad_audience(lib.get(token, ["audience"], ""))]
		count(bad) > 0
	]
	count(details) > 0
	msg := sprintf("token audience (%s)", [concat("; ", array.concat(details, hint))])
}

# METADATA
# title: What is wrong with the params
bad_params := params.bad_booleans({"requireAudience": "true"})

# METADATA
# title: Audiences that may be named; empty where any may
allowed := params.list("allowed", "")

# METADATA
# title: What may be named instead
hint := [sprintf("allowed are %s", [lib.quoted(allowed)]) | count(allowed) > 0]

# METADATA
# title: The volume is one of Kubernetes' own
is_excepted(name) if {
	some start in params.list("exceptVolumes", "kube-api-access-")
	startswith(name, start)
}

# METADATA
# title: The audience as messages name it; undefined for one that may be
bad_audience(audience) := "no audience" if {
	audience == ""
	params.text("requireAudience", "true") == "true"
}

bad_audience(audience) := sprintf("\"%s\"", [audience]) if {
	audience != ""
	count(allowed) > 0
	not audience in allowed
}
