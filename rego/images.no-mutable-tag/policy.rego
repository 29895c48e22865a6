# METADATA
# scope: package
# title: No tags that move
# description: |
#   Summary: an image is not named by a tag that is known to move.
#   Denies: an image of a container, an init container, an ephemeral container or a volume without a digest that has no tag, which means
#     latest, or a tag of the list, to the letter; what is no image reference at all.
#   Allows: every other tag, though it may move too; any tag where there is a digest.
#   Parameters: tags (latest; separated by commas).
#   Correction: the articles say that CEL helps with controls on signed images; no policy can fetch a signature. It can judge what a
#     reference looks like, and hold digests against a list of those that were verified before.
#   Versions: volumes of images are new in 1.31.
# custom:
#   control: images.no-mutable-tag
#   severity: medium
#   kubernetes_from: "1.0"
#   guidance: F07
#   articles: ["S26A #9", "S26C #9"]
package images.no_mutable_tag

import data.lib
import data.lib.image
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: images.no-mutable-tag}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: Images have no tag, or one that moves
# custom: {control: images.no-mutable-tag}
deny contains image.forbidden("images with tags that move", bad) if count(bad_params) == 0

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
} else := "which has no tag" if {
	not image.digest(reference)
	not image.tag(reference)
} else := sprintf("which has the tag \"%s\"", [tag]) if {
	not image.digest(reference)
	tag := image.tag(reference)
	tag in tags
}

# METADATA
# title: The tags that move
tags := params.list("tags", "latest")

# METADATA
# title: What is wrong with the params
bad_params := [sprintf("tags must be tags of images, has \"%s\"", [tag]) |
	some tag in tags
	not regex.match(`^\w[\w.-]{0,127}$`, tag)
]
