package kubelet.userns_ids_per_pod_test

import data.kubelet.userns_ids_per_pod as policy

configuration(namespaces) := {
	"apiVersion": "kubelet.config.k8s.io/v1beta1",
	"kind": "KubeletConfiguration",
	"userNamespaces": namespaces,
}

refused(number) := {sprintf("userNamespaces.idsPerPod must be a multiple of 65536, from 65536 to below 2^32 (is %s)", [number])}

test_deny_what_is_no_whole_range if {
	every number in [0, 1, -65536, 65535, 65537, 4294967295, 4294967296] {
		policy.deny == refused(sprintf("%d", [number])) with input as configuration({"idsPerPod": number})
	}
	policy.deny == refused("65536.5") with input as configuration({"idsPerPod": 65536.5})
	policy.deny == refused(`"65536"`) with input as configuration({"idsPerPod": "65536"})
}

test_allow_whole_ranges if {
	every number in [65536, 131072, 1048576, 4294901760] {
		policy.deny == set() with input as configuration({"idsPerPod": number})
	}
}

test_allow_no_number if {
	every namespaces in [null, {}, {"idsPerPod": null}] {
		policy.deny == set() with input as configuration(namespaces)
	}
}

test_allow_other_files if {
	policy.deny == set() with input as object.union(configuration({"idsPerPod": 1}), {"kind": "Other"})
}
