package image_digest

import data.lib

deny contains sprintf("image %q has no digest", [item.container.image]) if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	item.list != "ephemeralContainers"
	not regex.match(`^[^@]+@sha256:[0-9a-f]{64}$`, item.container.image)
}
