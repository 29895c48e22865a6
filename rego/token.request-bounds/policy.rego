# METADATA
# scope: package
# title: The life of requested tokens
# description: |
#   Summary: whoever requests a token gets one that ends soon, people sooner than programs.
#   Denies: a TokenRequest whose expirationSeconds is below 600, or above maxInteractive or, for users whose names begin with system:
#     (nodes, service accounts), above max.
#   Allows: from 600 up to there; none, which counts as 3600.
#   Parameters: max (86400), maxInteractive (3600); seconds.
#   Versions: the API server itself refuses less than 600 and more than 2^32; it may issue another life than it was asked for.
# custom:
#   control: token.request-bounds
#   severity: high
#   kubernetes_from: "1.22"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package token.request_bounds

import data.lib.params
import data.lib.tokens

# METADATA
# title: The params cannot be used
# custom: {control: token.request-bounds}
deny contains params.invalid(bad_params) if tokens.token_request

# METADATA
# title: The token would live too short or too long
# custom: {control: token.request-bounds}
deny contains msg if {
	count(bad_params) == 0
	seconds := tokens.seconds(object.get(tokens.token_request, "spec", {}))
	out_of_bounds(seconds)
	msg := sprintf("token lifetime (asks for %d seconds; must be from 600 to %d)", [seconds, max_seconds])
}

# METADATA
# title: What is wrong with the params
bad_params := array.concat(params.bad_numbers({"max": "86400"}), params.bad_numbers({"maxInteractive": "3600"}))

# METADATA
# title: The longest life that the user may ask for
max_seconds := params.number("max", "86400") if {
	startswith(tokens.username, "system:")
} else := params.number("maxInteractive", "3600")

# METADATA
# title: The life is too short or too long
out_of_bounds(seconds) if seconds < 600

out_of_bounds(seconds) if seconds > max_seconds
