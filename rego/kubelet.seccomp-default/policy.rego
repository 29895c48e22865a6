# METADATA
# scope: package
# title: A seccomp profile by default
# description: |
#   Summary: a kubelet gives containers that set no seccomp profile the one of the runtime.
#   Denies: a KubeletConfiguration whose seccompDefault is anything but true; at cluster versions v1.22 to v1.28 one in which the feature gate
#     SeccompDefault, or AllAlpha or AllBeta in its place, leaves that without effect; from v1.29 on one that names the gate at all.
#   Allows: seccompDefault true; before v1.22, where there is no such field, everything.
#   Parameters: clusterVersion (latest).
#   Correction: the gate being on by default from 1.25 on changes nothing by itself: seccompDefault is false where it is not set, in every version.
#   Versions: the gate was alpha and off at 1.22 to 1.24, beta and on at 1.25 and 1.26, locked at 1.27 and 1.28, and is gone from 1.29 on. A kubelet that is
#     told of a gate that it does not know does not start; Kubernetes' own code shows it where a case is validated.
# custom:
#   control: kubelet.seccomp-default
#   severity: high
#   kubernetes_from: "1.22"
#   guidance: F05
#   articles: ["S22 #5"]
#   cel: "a file that no API server is given: the kubelet reads it on its node"
package kubelet.seccomp_default

import data.lib
import data.lib.files
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: kubelet.seccomp-default}
deny contains params.invalid(params.bad_cluster_version) if files.kubelet

# METADATA
# title: The default is not on
# custom: {control: kubelet.seccomp-default}
deny contains sprintf("seccompDefault must be true (is %s)", [files.shown(written)]) if {
	params.cluster_version >= 22
	written != true
}

# METADATA
# title: The feature gate keeps the default from having an effect
# custom: {control: kubelet.seccomp-default}
deny contains sprintf("feature gate SeccompDefault must be true (is %s)", [files.shown(gate)]) if {
	files.kubelet
	params.cluster_version >= 22
	params.cluster_version < 29
	not gate in on
}

# METADATA
# title: The feature gate is gone
# custom: {control: kubelet.seccomp-default}
deny contains "feature gate SeccompDefault is gone from v1.29 on (a kubelet that is told of it does not start)" if {
	params.cluster_version >= 29
	lib.get(files.kubelet, ["featureGates", "SeccompDefault"], null) != null
}

# METADATA
# title: What the file says of the default; null where it says nothing
written := lib.get(files.kubelet, ["seccompDefault"], null)

# METADATA
# title: What the file makes of the gate; null where it leaves it alone
gate := files.gate(files.kubelet, "SeccompDefault", stage)

default gate := null

# METADATA
# title: What stands for the gate where it is not named itself
stage := "AllAlpha" if {
	params.cluster_version < 25
} else := "AllBeta" if {
	params.cluster_version < 27
} else := "SeccompDefault"

# METADATA
# title: The values with which the gate is on, null being that it is left alone
on := {true} if {
	params.cluster_version < 25
} else := {true, null}
