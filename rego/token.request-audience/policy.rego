# METADATA
# scope: package
# title: The audience of requested tokens
# description: |
#   Summary: a token that is requested is for one audience, and for one that may be.
#   Denies: a TokenRequest with more than one audience, with one that is empty, or with one that is not in allowed.
#   Allows: one audience, any where allowed is empty; none, which counts as apiServerAudience.
#   Parameters: allowed (none, which allows any; audiences separated by commas), apiServerAudience (https://kubernetes.default.svc;
#     what the API server puts where none is asked for).
# custom:
#   control: token.request-audience
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package token.request_audience

import data.lib
import data.lib.params
import data.lib.tokens

# METADATA
# title: The token is for too many or for the wrong audience
# custom: {control: token.request-audience}
deny contains msg if {
	details := array.concat(
		[sprintf("must be one, are %s", [lib.quoted(audiences)]) | count(audiences) > 1],
		[sprintf("not allowed are %s", [lib.quoted(forbidden)]) | count(forbidden) > 0],
	)
	count(details) > 0
	msg := sprintf("token audience (%s)", [concat("; ", details)])
}

# METADATA
# title: The audiences, the API server's own where none is asked for; undefined for everything that is no TokenRequest
audiences := asked if {
	asked := lib.get(tokens.token_request, ["spec", "audiences"], [])
	count(asked) > 0
} else := [params.text("apiServerAudience", "https://kubernetes.default.svc")] if {
	tokens.token_request
}

# METADATA
# title: The audiences that may not be
forbidden := [audience | some audience in audiences; is_forbidden(audience)]

# METADATA
# title: The audience is empty, or not among those that are allowed
is_forbidden("")

is_forbidden(audience) if {
	allowed := params.list("allowed", "")
	audience != ""
	count(allowed) > 0
	not audience in allowed
}
