# METADATA
# scope: package
# title: No runAsNonRoot on HostProcess containers
# description: |
#   Summary: a container that runs as a process of its node does not ask for a check that Linux users need.
#   Denies: a HostProcess container with runAsNonRoot true, its own or else the pod's; the node may refuse to start it.
#   Allows: runAsNonRoot false, null, missing, or overridden by the container; any value without HostProcess.
# custom:
#   control: win.host-process-nonroot
#   severity: low
#   kubernetes_from: "1.22"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.host_process_nonroot

import data.lib
import data.lib.windows_options as windows

# METADATA
# title: HostProcess containers ask for runAsNonRoot
# custom: {control: win.host-process-nonroot}
deny contains msg if {
	of_pod := lib.get(lib.pod.spec, ["securityContext", "runAsNonRoot"], false)
	names := [lib.name(item) |
		some item in windows.host_processes
		lib.get(item.container, ["securityContext", "runAsNonRoot"], of_pod) == true
	]
	count(names) > 0
	msg := sprintf("runAsNonRoot of HostProcess (%s must not have securityContext.runAsNonRoot=true)", [lib.containers_named(names)])
}
