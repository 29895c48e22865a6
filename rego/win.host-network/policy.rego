# METADATA
# scope: package
# title: No host network on ordinary Windows pods
# description: |
#   Summary: a Windows pod asks for the host network only where it gets it, as HostProcess.
#   Denies: hostNetwork true with spec.os.name windows and no HostProcess container.
#   Allows: HostProcess pods, which other controls judge; pods that do not declare Windows, of which nobody can tell.
#   Correction: the article announces the host network for Windows pods as alpha in 1.26; its proposal was withdrawn in 2025 and the
#     gate WindowsHostNetwork deprecated in 1.33: the field has no effect there.
# custom:
#   control: win.host-network
#   severity: medium
#   kubernetes_from: "1.26"
#   guidance: F14
#   articles: ["S26A #16"]
package win.host_network

import data.lib
import data.lib.windows_options as windows

# METADATA
# title: A Windows pod asks for a network that it does not get
# custom: {control: win.host-network}
deny contains "hostNetwork on a Windows pod (has no effect without hostProcess, the feature was withdrawn)" if {
	lib.windows
	lib.get(lib.pod.spec, ["hostNetwork"], false) == true
	count(windows.host_processes) == 0
}
