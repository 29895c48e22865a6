# METADATA
# scope: package
# title: Tokens that CSI drivers ask for
# description: |
#   Summary: each token that a CSI driver gets for a pod is for one audience of its own.
#   Denies: an element of spec.tokenRequests without an audience, two with the same one, and expirationSeconds below 600; without an
#     audience the API server takes the token.
#   Allows: no tokenRequests; elements without expirationSeconds.
#   Versions: the field is new in 1.20 and on by default from 1.21; the API server itself refuses the same audience twice and too
#     short a life.
# custom:
#   control: csi.token-requests-audience
#   severity: medium
#   kubernetes_from: "1.21"
#   guidance: F10
#   articles: ["S26C #12"]
package csi.token_requests_audience

import data.lib
import data.lib.csi

# METADATA
# title: The tokens that the driver asks for
requests := lib.get(csi.driver, ["spec", "tokenRequests"], [])

# METADATA
# title: The audience of each
audiences := [lib.get(request, ["audience"], "") | some request in requests]

# METADATA
# title: The driver asks for tokens for nobody, for the same twice, or for too short
# custom: {control: csi.token-requests-audience}
deny contains msg if {
	details := array.concat(
		["audience must be set" | "" in audiences],
		array.concat(
			[sprintf("audiences must differ, are %s", [lib.quoted(audiences)]) | count({audience | some audience in audiences}) < count(audiences)],
			[sprintf("expirationSeconds of \"%s\" must be at least 600, is %d", [lib.get(request, ["audience"], ""), seconds]) |
				some request in requests
				seconds := lib.get(request, ["expirationSeconds"], 600)
				seconds < 600
			],
		),
	)
	count(details) > 0
	msg := sprintf("token requests (%s)", [concat("; ", details)])
}
