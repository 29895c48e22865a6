# METADATA
# scope: package
# title: Secrets that hold tokens, projected tokens and requests for tokens
package lib.tokens

import data.lib

# METADATA
# title: The type of Secrets whose token never ends
token_type := "kubernetes.io/service-account-token"

# METADATA
# title: The Secret under judgement, if it holds such a token; undefined for everything else
token_secret := lib.resource if {
	is("", "Secret")
	lib.get(lib.request, ["subResource"], "") == ""
	lib.get(lib.resource, ["type"], "") == token_type
}

# METADATA
# title: The request for a token; undefined for everything else
token_request := lib.resource if is("authentication.k8s.io", "TokenRequest")

# METADATA
# title: The service account under judgement; undefined for everything else
service_account := lib.resource if {
	is("", "ServiceAccount")
	lib.get(lib.request, ["subResource"], "") == ""
}

# METADATA
# title: The request is about this kind
is(group, kind) if {
	lib.group == group
	lib.resource.kind == kind
}

# METADATA
# title: The request's namespace, or else the object's
namespace := lib.get(lib.request, ["namespace"], lib.get(lib.resource, ["metadata", "namespace"], ""))

# METADATA
# title: Who asks; empty where nobody is named
username := lib.get(lib.request, ["userInfo", "username"], "")

# METADATA
# title: The life in seconds that is asked for, or what the API server gives where nothing is
seconds(holder) := lib.get(holder, ["expirationSeconds"], 3600)

# METADATA
# title: The volumes of the pod that project tokens of its service account, as {name, tokens}
projections := [{"name": lib.get(volume, ["name"], ""), "tokens": tokens} |
	some volume in lib.get(lib.pod.spec, ["volumes"], [])
	tokens := [token |
		some source in lib.get(volume, ["projected", "sources"], [])
		token := lib.get(source, ["serviceAccountToken"], null)
		token != null
	]
	count(tokens) > 0
]
