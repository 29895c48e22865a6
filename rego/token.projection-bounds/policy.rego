# METADATA
# scope: package
# title: The life of projected tokens
# description: |
#   Summary: the tokens that a pod gets projected end soon, and are renewed by then.
#   Denies: serviceAccountToken.expirationSeconds of any projected volume below min or above max.
#   Allows: from min to max; none, which counts as 3600; what Kubernetes itself adds to pods, which asks for 3607.
#   Parameters: min (600), max (3607); seconds.
#   Correction: 3607 is a mark: unless the API server is told otherwise (--service-account-extend-token-expiration=false), such a token
#     lives for a year, and whoever uses it after the hour is noted.
#   Versions: tokens are projected by default from 1.21 on; the API server itself refuses less than 600 and more than 2^32.
# custom:
#   control: token.projection-bounds
#   severity: medium
#   kubernetes_from: "1.20"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package token.projection_bounds

import data.lib
import data.lib.params
import data.lib.tokens

# METADATA
# title: The params cannot be used
# custom: {control: token.projection-bounds}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: The pod asks for tokens that live too short or too long
# custom: {control: token.projection-bounds}
deny contains msg if {
	count(bad_params) == 0
	details := [sprintf("volume \"%s\" asks for %s seconds", [volume.name, concat(", ", lives)]) |
		some volume in tokens.projections
		lives := [sprintf("%d", [seconds]) |
			some token in volume.tokens
			seconds := tokens.seconds(token)
			out_of_bounds(seconds)
		]
		count(lives) > 0
	]
	count(details) > 0
	msg := sprintf("token lifetime (%s; must be from %d to %d)", [concat("; ", details), min_seconds, max_seconds])
}

# METADATA
# title: What is wrong with the params
bad_params := array.concat(params.bad_numbers({"max": "3607"}), params.bad_numbers({"min": "600"}))

# METADATA
# title: The shortest life
min_seconds := params.number("min", "600")

# METADATA
# title: The longest life
max_seconds := params.number("max", "3607")

# METADATA
# title: The life is too short or too long
out_of_bounds(seconds) if seconds < min_seconds

out_of_bounds(seconds) if seconds > max_seconds
