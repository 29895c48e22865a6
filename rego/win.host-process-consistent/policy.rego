# METADATA
# scope: package
# title: HostProcess of a whole pod and on the host network
# description: |
#   Summary: a pod is HostProcess as a whole, on the network of its node, or not at all.
#   Denies: a container whose hostProcess is another than its pod's, a container that is not HostProcess beside one that is, and
#     HostProcess without hostNetwork; the container's own securityContext.windowsOptions.hostProcess counts, or else the pod's.
#   Allows: pods without HostProcess, on any network.
#   Versions: the API server itself refuses such pods since the field is there (1.22); here they are told apart before.
# custom:
#   control: win.host-process-consistent
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.host_process_consistent

import data.lib
import data.lib.windows_options as windows

# METADATA
# title: Containers contradict their pod
# custom: {control: win.host-process-consistent}
deny contains msg if {
	of_pod := windows.option(lib.pod.spec, "hostProcess", "unset")
	of_pod != "unset"
	names := [lib.name(item) |
		some item in lib.containers
		not windows.option(item.container, "hostProcess", of_pod) == of_pod
	]
	count(names) > 0
	msg := sprintf(
		"inconsistent hostProcess (%s must set securityContext.windowsOptions.hostProcess as the pod does)",
		[lib.containers_named(names)],
	)
}

# METADATA
# title: Some containers are HostProcess and others are not
# custom: {control: win.host-process-consistent}
deny contains msg if {
	count(windows.host_processes) > 0
	names := [lib.name(item) |
		some item in lib.containers
		not windows.host_process(item.container)
	]
	count(names) > 0
	msg := sprintf("inconsistent hostProcess (%s must be HostProcess, as the others are)", [lib.containers_named(names)])
}

# METADATA
# title: HostProcess without the host network
# custom: {control: win.host-process-consistent}
deny contains "inconsistent hostProcess (hostNetwork must be true)" if {
	count(windows.host_processes) > 0
	not lib.get(lib.pod.spec, ["hostNetwork"], false) == true
}
