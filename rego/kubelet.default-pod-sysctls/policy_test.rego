package kubelet.default_pod_sysctls_test

import data.kubelet.default_pod_sysctls as policy

configuration(sysctls) := {
	"apiVersion": "kubelet.config.k8s.io/v1beta1",
	"kind": "KubeletConfiguration",
	"defaultPodSysctls": sysctls,
}

at(version, sysctls) := {"request": {"object": configuration(sysctls)}, "parameters": {"clusterVersion": version}}

low_ports := {"net.ipv4.ip_unprivileged_port_start": "0"}

test_allow_safe_sysctls if {
	policy.deny == set() with input as configuration(low_ports)
	policy.deny == set() with input as at("v1.37", object.union(low_ports, {"net/ipv4/tcp_syncookies": "", "net.ipv4.tcp_notsent_lowat": "1"}))
}

test_deny_other_sysctls if {
	wanted := {`default sysctls not safe ("kernel.msgmax", "vm.swappiness")`}
	policy.deny == wanted with input as configuration(object.union(low_ports, {"vm.swappiness": "1", "kernel.msgmax": "1"}))
}

test_deny_values_that_are_no_text if {
	wanted := {`default sysctls with values that are no text ("net.ipv4.ip_unprivileged_port_start" is 0, "net.ipv4.tcp_syncookies" is not set)`}
	policy.deny == wanted with input as configuration({"net.ipv4.tcp_syncookies": null, "net.ipv4.ip_unprivileged_port_start": 0})
}

test_deny_the_field_before_1_37 if {
	field := "the kubelet has no defaultPodSysctls before v1.37"
	policy.deny == {field} with input as at("v1.36", low_ports)
	wanted := {field, `default sysctls not safe ("net.ipv4.tcp_notsent_lowat")`}
	policy.deny == wanted with input as at("v1.36", {"net.ipv4.tcp_notsent_lowat": "1"})
}

test_allow_nothing_at_any_version if {
	every sysctls in [null, {}] {
		policy.deny == set() with input as at("v1.36", sysctls)
		policy.deny == set() with input as configuration(sysctls)
	}
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "37")`} with input as at("37", {"vm.swappiness": "1"})
}

test_allow_other_files if {
	policy.deny == set() with input as {"request": {"object": object.union(configuration({"a": 1}), {"kind": "Other"})}, "parameters": {"clusterVersion": "37"}}
}
