# METADATA
# scope: package
# title: Images from known registries
# description: |
#   Summary: images come from registries that are known.
#   Denies: an image of a container, an init container, an ephemeral container or a volume from elsewhere: registry and path are compared
#     in full, element by element, so that registry.k8s.io.example.com is not registry.k8s.io, and a port makes it another registry; what is
#     no image reference at all.
#   Allows: images of the registries, or below the paths, of the list; a name without a registry is of docker.io, and one without a path too
#     is of docker.io/library.
#   Parameters: registries (registry.k8s.io; registries, or paths in them such as docker.io/library, separated by commas).
#   Correction: the articles say that CEL helps with controls on signed images; no policy can fetch a signature. It can judge what a
#     reference looks like, and hold digests against a list of those that were verified before.
#   Versions: volumes of images are new in 1.31.
# custom:
#   control: images.allowed-registries
#   severity: medium
#   kubernetes_from: "1.0"
#   guidance: F07
#   articles: ["S26A #9", "S26C #9"]
package images.allowed_registries

import data.lib
import data.lib.image
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: images.allowed-registries}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: Images come from elsewhere
# custom: {control: images.allowed-registries}
deny contains image.forbidden("images from registries that are not allowed", bad) if count(bad_params) == 0

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
} else := sprintf("which is %s", [location]) if {
	location := image.location(reference)
	not image.within(location, registries)
}

# METADATA
# title: The registries, or paths in them, that are allowed
registries := params.list("registries", "registry.k8s.io")

# METADATA
# title: What is wrong with the params
bad_params := image.bad_places("registries", registries)
