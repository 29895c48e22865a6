package image_tag

import data.lib

# The tag is what follows a colon in the last part of the path.
tag(image) := split(name, ":")[1] if {
	parts := split(split(image, "@")[0], "/")
	name := parts[count(parts) - 1]
	contains(name, ":")
}

deny contains sprintf("image %q has no tag", [item.container.image]) if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	not tag(item.container.image)
}
