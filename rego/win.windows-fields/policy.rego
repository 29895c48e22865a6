# METADATA
# scope: package
# title: No Windows options on Linux pods
# description: |
#   Summary: a pod that says it is Linux sets no Windows options.
#   Denies: with spec.os.name linux, securityContext.windowsOptions of the pod or any container, whatever is in them.
#   Allows: windowsOptions null or missing; any on pods that are Windows or declare no system.
#   Versions: spec.os is new in 1.23, and the API server itself refuses such pods.
# custom:
#   control: win.windows-fields
#   severity: low
#   kubernetes_from: "1.23"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.windows_fields

import data.lib

# METADATA
# title: A Linux pod sets Windows options
# custom: {control: win.windows-fields}
deny contains msg if {
	lib.get(lib.pod.spec, ["os", "name"], "") == "linux"
	pod_values := [true | has_options(lib.pod.spec)]
	names := [lib.name(item) | some item in lib.containers; has_options(item.container)]
	count(pod_values) + count(names) > 0
	msg := sprintf("Windows options on a Linux pod (%s must not set securityContext.windowsOptions)", [lib.setters(pod_values, names)])
}

# METADATA
# title: A pod's spec or a container has Windows options
has_options(holder) if lib.get(holder, ["securityContext", "windowsOptions"], "none") != "none"
