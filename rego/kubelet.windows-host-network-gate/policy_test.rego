package kubelet.windows_host_network_gate_test

import data.kubelet.windows_host_network_gate as policy

configuration(gates) := {
	"apiVersion": "kubelet.config.k8s.io/v1beta1",
	"kind": "KubeletConfiguration",
	"featureGates": gates,
}

at(version, gates) := {"request": {"object": configuration(gates)}, "parameters": {"clusterVersion": version}}

told := {"feature gate WindowsHostNetwork is on (withdrawn, deprecated from v1.33 on)"}

test_deny_the_gate_from_1_33_on if {
	every version in ["v1.33", "v1.34", "latest"] {
		policy.deny == told with input as at(version, {"WindowsHostNetwork": true})
		policy.warn == set() with input as at(version, {"WindowsHostNetwork": true})
	}
	policy.deny == told with input as configuration({"WindowsHostNetwork": "true"})
}

test_warn_of_the_gate_before if {
	every version in ["v1.26", "v1.30", "v1.32"] {
		policy.deny == set() with input as at(version, {"WindowsHostNetwork": true})
		policy.warn == told with input as at(version, {"WindowsHostNetwork": true})
	}
}

test_allow_the_gate_off_or_alone if {
	every version in ["v1.32", "v1.33"] {
		every gates in [null, {}, {"WindowsHostNetwork": false}, {"WindowsHostNetwork": null}, {"AllAlpha": true}] {
			policy.deny == set() with input as at(version, gates)
			policy.warn == set() with input as at(version, gates)
		}
	}
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.33")`} with input as at("1.33", {})
	policy.warn == set() with input as at("1.33", {"WindowsHostNetwork": true})
}

test_allow_other_files if {
	file := object.union(configuration({"WindowsHostNetwork": true}), {"kind": "Other"})
	policy.deny == set() with input as file
	policy.deny == set() with input as {"request": {"object": file}, "parameters": {"clusterVersion": "1.33"}}
}
