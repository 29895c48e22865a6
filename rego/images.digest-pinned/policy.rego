# METADATA
# scope: package
# title: Images pinned by a digest
# description: |
#   Summary: an image is named by what it is, a digest, not by a tag that may be moved.
#   Denies: an image of a container, an init container, an ephemeral container or a volume whose reference does not end with a digest of an
#     allowed algorithm, in lower case and whole; what is no image reference at all.
#   Allows: a tag before the digest, which is not looked at; images of exempt registries or paths, with or without a digest.
#   Parameters: algorithms (sha256; sha384 and sha512 are the others), exempt (none; registries such as registry.k8s.io, or paths in them such
#     as docker.io/library/nginx); lists separated by commas.
#   Correction: the articles say that CEL helps with controls on signed images; no policy can fetch a signature. It can judge what a
#     reference looks like, and hold digests against a list of those that were verified before.
#   Versions: volumes of images are new in 1.31.
# custom:
#   control: images.digest-pinned
#   severity: high
#   kubernetes_from: "1.0"
#   guidance: F07
#   articles: ["S26A #9", "S26C #9"]
package images.digest_pinned

import data.lib
import data.lib.image
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: images.digest-pinned}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: Images have no digest that pins them
# custom: {control: images.digest-pinned}
deny contains image.forbidden("images not pinned by a digest", bad) if count(bad_params) == 0

# METADATA
# title: The images with what is wrong with them
bad := [{"name": item.name, "reference": item.reference, "reason": reason} |
	some item in image.used
	reason := problem(item.reference)
]

# METADATA
# title: What is wrong with a reference; undefined where nothing is
problem(reference) := image.unreadable if {
	not image.valid(reference)
} else := "which has no digest" if {
	not image.digest(reference)
	not image.within(image.location(reference), exempt)
} else := sprintf("whose digest is by %s, which is not allowed", [algorithm]) if {
	algorithm := split(image.digest(reference), ":")[0]
	not algorithm in algorithms
	not image.within(image.location(reference), exempt)
}

# METADATA
# title: The algorithms whose digests pin an image
algorithms := params.list("algorithms", "sha256")

# METADATA
# title: The registries, or paths in them, whose images need no digest
exempt := params.list("exempt", "")

# METADATA
# title: What is wrong with the params
bad_params := array.concat(
	[sprintf("algorithms must be among sha256, sha384 and sha512, has \"%s\"", [algorithm]) |
		some algorithm in algorithms
		not algorithm in {"sha256", "sha384", "sha512"}
	],
	image.bad_places("exempt", exempt),
)
