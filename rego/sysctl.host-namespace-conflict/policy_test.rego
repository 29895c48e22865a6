package sysctl.host_namespace_conflict_test

import data.sysctl.host_namespace_conflict as policy

setting(fields, names) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": object.union(
	fields,
	{"securityContext": {"sysctls": [{"name": name, "value": "1"} | some name in names]}},
)}

network := ["net.ipv4.tcp_syncookies", "net/ipv4/ip_unprivileged_port_start"]

ipc := ["kernel.shm_rmid_forced", "kernel.msgmax", "kernel/sem", "fs.mqueue.msg_max"]

others := ["kernel.semx", "fs.mqueuex", "network.x", "kernel.domainname", ""]

test_deny_sysctls_of_the_shared_network if {
	policy.deny == {`sysctls of the node (hostNetwork=true with "net.ipv4.tcp_syncookies", "net/ipv4/ip_unprivileged_port_start")`} with input as setting(
		{"hostNetwork": true},
		array.concat(network, ipc),
	)
}

test_deny_sysctls_of_the_shared_ipc if {
	policy.deny == {`sysctls of the node (hostIPC=true with "kernel.shm_rmid_forced", "kernel.msgmax", "kernel/sem", "fs.mqueue.msg_max")`} with input as setting(
		{"hostIPC": true, "hostPID": true},
		array.concat(network, ipc),
	)
}

test_deny_both if {
	count(policy.deny) == 2 with input as setting({"hostIPC": true, "hostNetwork": true}, array.concat(network, ipc))
}

test_allow_what_is_the_pods_own if {
	policy.deny == set() with input as setting({"hostNetwork": true, "hostIPC": true}, others)
	policy.deny == set() with input as setting({"hostNetwork": false, "hostIPC": null, "hostPID": true}, array.concat(network, ipc))
}
