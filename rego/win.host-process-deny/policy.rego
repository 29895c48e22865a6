# METADATA
# scope: package
# title: Windows HostProcess only where it is allowed
# description: |
#   Summary: a Windows container runs as a process of its node only in a namespace or from an image that may.
#   Denies: securityContext.windowsOptions.hostProcess true, of the pod or any container, overridden or not.
#   Allows: the field false, null or missing; every pod in allowedNamespaces; a container whose image is in allowedImages, and
#     the field of a pod all of whose containers have such an image.
#   Parameters: allowedNamespaces (none; names separated by commas), allowedImages (none; images separated by commas, to the letter;
#     one that ends in * stands for all that begin so).
#   Versions: the field is new in 1.22 (HostProcess is stable since 1.26).
# custom:
#   control: win.host-process-deny
#   severity: critical
#   kubernetes_from: "1.22"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.host_process_deny

import data.lib
import data.lib.params
import data.lib.windows_options as windows

# METADATA
# title: The pod or containers ask for HostProcess and may not
# custom: {control: win.host-process-deny}
deny contains msg if {
	not allowed_namespace
	pod_values := [true |
		windows.option(lib.pod.spec, "hostProcess", false) == true
		not only_allowed_images
	]
	names := [lib.name(item) |
		some item in lib.containers
		windows.option(item.container, "hostProcess", false) == true
		not allowed_image(item.container)
	]
	count(pod_values) + count(names) > 0
	msg := sprintf(
		"forbidden hostProcess (%s must not set securityContext.windowsOptions.hostProcess=true)",
		[lib.setters(pod_values, names)],
	)
}

# METADATA
# title: The request's namespace, or else the object's
namespace := lib.get(lib.request, ["namespace"], lib.get(lib.resource, ["metadata", "namespace"], ""))

# METADATA
# title: Every pod of the namespace may
allowed_namespace if namespace in params.list("allowedNamespaces", "")

# METADATA
# title: Images that may
allowed_images := params.list("allowedImages", "")

# METADATA
# title: The container's image may
allowed_image(container) if lib.get(container, ["image"], "") in allowed_images

allowed_image(container) if {
	some image in allowed_images
	endswith(image, "*")
	startswith(lib.get(container, ["image"], ""), trim_suffix(image, "*"))
}

# METADATA
# title: The images of all containers may
only_allowed_images if {
	count(lib.containers) > 0
	every item in lib.containers {
		allowed_image(item.container)
	}
}
