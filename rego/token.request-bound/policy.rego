# METADATA
# scope: package
# title: Requested tokens hang on an object
# description: |
#   Summary: a token that is requested ends with the object it is bound to, so that deleting that revokes it.
#   Denies: where requireBound is true, a TokenRequest without spec.boundObjectRef, or without its kind or name.
#   Allows: tokens bound to an object; everything where requireBound is false.
#   Parameters: requireBound (false).
#   Correction: two articles say that only deleting the service account revokes a token; a bound one ends with its object.
#   Versions: tokens may be bound to Pods and Secrets, from 1.29 on to Nodes.
# custom:
#   control: token.request-bound
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package token.request_bound

import data.lib
import data.lib.params
import data.lib.tokens

# METADATA
# title: The params cannot be used
# custom: {control: token.request-bound}
deny contains params.invalid(bad_params) if tokens.token_request

# METADATA
# title: The token is bound to nothing
# custom: {control: token.request-bound}
deny contains "unbound token (spec.boundObjectRef must name an object)" if {
	params.text("requireBound", "false") == "true"
	tokens.token_request
	not is_bound
}

# METADATA
# title: What is wrong with the params
bad_params := params.bad_booleans({"requireBound": "false"})

# METADATA
# title: The token is bound to an object
is_bound if {
	reference := lib.get(tokens.token_request, ["spec", "boundObjectRef"], {})
	lib.get(reference, ["kind"], "") != ""
	lib.get(reference, ["name"], "") != ""
}
