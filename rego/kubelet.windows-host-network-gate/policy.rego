# METADATA
# scope: package
# title: No kubelet with Windows host networking
# description: |
#   Summary: no kubelet is set up for a feature that was withdrawn.
#   Denies: from cluster version v1.33 on, a KubeletConfiguration that turns the feature gate WindowsHostNetwork on.
#   Warns: the same before v1.33.
#   Allows: the gate off, or left alone; AllAlpha does not count.
#   Parameters: clusterVersion (latest).
#   Correction: the article presents the alpha feature as coming; it was withdrawn in January 2025. Without it, hostNetwork of a Windows pod outside of
#     HostProcess has no effect.
#   Versions: alpha from 1.26 to 1.32, deprecated from 1.33 on.
# custom:
#   control: kubelet.windows-host-network-gate
#   severity: low
#   kubernetes_from: "1.26"
#   guidance: F14
#   articles: ["S26A #16"]
#   cel: "a file that no API server is given: the kubelet reads it on its node"
package kubelet.windows_host_network_gate

import data.lib
import data.lib.files
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: kubelet.windows-host-network-gate}
deny contains params.invalid(params.bad_cluster_version) if files.kubelet

# METADATA
# title: The gate is on where it is deprecated
# custom: {control: kubelet.windows-host-network-gate}
deny contains "feature gate WindowsHostNetwork is on (withdrawn, deprecated from v1.33 on)" if {
	params.cluster_version >= 33
	on
}

# METADATA
# title: The gate is on where it is alpha
# custom: {control: kubelet.windows-host-network-gate}
warn contains "feature gate WindowsHostNetwork is on (withdrawn, deprecated from v1.33 on)" if {
	params.cluster_version < 33
	on
}

# METADATA
# title: The file turns the gate on
on if {
	value := lib.get(files.kubelet, ["featureGates", "WindowsHostNetwork"], false)
	value != false
}
