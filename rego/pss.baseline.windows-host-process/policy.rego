# METADATA
# scope: package
# title: Windows HostProcess
# description: |
#   Summary: no Windows container runs as a process of its node.
#   Denies: securityContext.windowsOptions.hostProcess true, of the pod or any container, overridden or not.
#   Allows: the field false, null or missing.
# custom:
#   control: pss.baseline.windows-host-process
#   severity: critical
#   level: baseline
#   check: windowsHostProcess
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S26A #15", "S26C #15"]
package pss.baseline.windows_host_process

import data.lib

# METADATA
# title: A pod's spec or a container asks for HostProcess
host_process(holder) if lib.get(holder, ["securityContext", "windowsOptions", "hostProcess"], false) == true

# METADATA
# title: The pod or containers ask for HostProcess
# custom: {control: pss.baseline.windows-host-process}
deny contains msg if {
	pod_values := [true | host_process(lib.pod.spec)]
	names := [lib.name(item) | some item in lib.containers; host_process(item.container)]
	count(pod_values) + count(names) > 0
	msg := sprintf(
		"hostProcess (%s must not set securityContext.windowsOptions.hostProcess=true)",
		[lib.setters(pod_values, names)],
	)
}
