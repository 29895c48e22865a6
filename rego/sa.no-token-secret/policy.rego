# METADATA
# scope: package
# title: No Secrets with tokens
# description: |
#   Summary: nobody creates a Secret that Kubernetes fills with a token that never ends.
#   Denies: new Secrets of type kubernetes.io/service-account-token; updates of such Secrets where denyUpdates is true.
#   Allows: other types and none; the Secrets in allowed; updates of Secrets that are there, whose type nobody can change.
#   Parameters: allowed (none; namespace/name, separated by commas), denyUpdates (false).
#   Correction: two articles call this reduction new in 1.26; no such Secret is made by itself since 1.24, and what began in 1.26 is that
#     uses of old ones are tracked.
#   Versions: before 1.24 Kubernetes itself creates such a Secret for each service account.
# custom:
#   control: sa.no-token-secret
#   severity: high
#   kubernetes_from: "1.24"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package sa.no_token_secret

import data.lib
import data.lib.params
import data.lib.tokens

# METADATA
# title: The params cannot be used
# custom: {control: sa.no-token-secret}
deny contains params.invalid(bad_params) if tokens.token_secret

# METADATA
# title: A Secret holds a token
# custom: {control: sa.no-token-secret}
deny contains msg if {
	count(bad_params) == 0
	tokens.token_secret
	not is_allowed
	is_judged
	msg := sprintf("token Secret (type must not be \"%s\", tokens can be requested or projected)", [tokens.token_type])
}

# METADATA
# title: What is wrong with the params
bad_params := params.bad_booleans({"denyUpdates": "false"})

# METADATA
# title: The Secret may hold a token
is_allowed if sprintf("%s/%s", [tokens.namespace, lib.get(lib.resource, ["metadata", "name"], "")]) in params.list("allowed", "")

# METADATA
# title: The Secret is new, or updates are judged too
is_judged if lib.get(lib.request, ["operation"], "CREATE") != "UPDATE"

is_judged if params.text("denyUpdates", "false") == "true"
