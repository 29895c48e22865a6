# METADATA
# scope: package
# title: A kubelet that can run without root
# description: |
#   Summary: a kubelet in a user namespace is set up for it.
#   Denies: a KubeletConfiguration that turns the feature gate KubeletInUserNamespace on, or must have it on as required says, with a cgroupDriver other
#     than cgroupfs or with failCgroupV1 false; where required, one that does not have the gate on.
#   Allows: where nothing is required, kubelets that do not name the gate. No cgroupDriver, which means cgroupfs.
#   Parameters: required (false), clusterVersion (latest).
#   Correction: the gate only lets the kubelet go on where the user namespace forbids something; cgroups of version 2, ids and a delegated session
#     are the node's business, which no file shows.
#   Versions: the gate is alpha and off from 1.22 on, and beta and on from 1.37 on, also for kubelets that run as root; from then on a gate that is left alone
#     is on, and only one that is named says that the node is rootless.
# custom:
#   control: rootless.kubelet-config
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F06
#   articles: ["S22 #6"]
#   cel: "a file that no API server is given: the kubelet reads it on its node"
package rootless.kubelet_config

import data.lib
import data.lib.files
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: rootless.kubelet-config}
deny contains params.invalid(bad_params) if files.kubelet

# METADATA
# title: The gate must be on and is not
# custom: {control: rootless.kubelet-config}
deny contains sprintf("feature gate KubeletInUserNamespace must be true (is %s)", [files.shown(gate)]) if {
	files.kubelet
	required
	not gate in on
}

# METADATA
# title: The kubelet is not set up to run without root
# custom: {control: rootless.kubelet-config}
deny contains msg if {
	count(bad_params) == 0
	rootless
	details := array.concat(
		[sprintf("cgroupDriver must be \"cgroupfs\", is %s", [json.marshal(driver)]) |
			driver := lib.get(files.kubelet, ["cgroupDriver"], "")
			not driver in {"", "cgroupfs"}
		],
		["failCgroupV1 must not be false" | lib.get(files.kubelet, ["failCgroupV1"], true) == false],
	)
	count(details) > 0
	msg := sprintf("kubelet not set up to run without root (%s)", [concat("; ", details)])
}

# METADATA
# title: What is wrong with the params
bad_params := array.concat(params.bad_booleans({"required": "false"}), params.bad_cluster_version)

# METADATA
# title: All kubelets must run without root
required if params.text("required", "false") == "true"

# METADATA
# title: The kubelet runs without root, or must
rootless if required

rootless if lib.get(files.kubelet, ["featureGates", "KubeletInUserNamespace"], false) != false

# METADATA
# title: What the file makes of the gate; null where it leaves it alone
gate := files.gate(files.kubelet, "KubeletInUserNamespace", stage)

default gate := null

# METADATA
# title: What stands for the gate where it is not named itself
stage := "AllAlpha" if {
	params.cluster_version < 37
} else := "AllBeta"

# METADATA
# title: The values with which the gate is on, null being that it is left alone
on := {true} if {
	params.cluster_version < 37
} else := {true, null}
