package sysctl.safe_list_test

import data.sysctl.safe_list as policy

setting(names) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": {"securityContext": {"sysctls": [sysctl |
	some name in names
	sysctl := {"name": name, "value": "1"}
]}}}

asked(parameters, names) := {"request": {"object": setting(names)}, "parameters": parameters}

first_safe := {
	"net.ipv4.ip_local_reserved_ports": 27,
	"net.ipv4.tcp_fin_timeout": 29,
	"net.ipv4.tcp_keepalive_intvl": 29,
	"net.ipv4.tcp_keepalive_probes": 29,
	"net.ipv4.tcp_keepalive_time": 29,
	"net.ipv4.tcp_rmem": 32,
	"net.ipv4.tcp_wmem": 32,
	"net.ipv4.tcp_notsent_lowat": 37,
	"net.ipv4.tcp_slow_start_after_idle": 37,
}

test_each_sysctl_is_safe_from_its_version_on if {
	every name, minor in first_safe {
		before := {"policyVersion": sprintf("v1.%d", [minor - 1])}
		policy.deny == {sprintf(`sysctls neither safe nor allowed ("%s")`, [name])} with input as asked(before, [name])
		policy.deny == set() with input as asked({"policyVersion": sprintf("v1.%d", [minor])}, [name])
		policy.deny == set() with input as setting([name])
	}
}

test_allow_the_first_five_at_every_version if {
	policy.deny == set() with input as asked({"policyVersion": "v1.0"}, [
		"kernel.shm_rmid_forced",
		"net.ipv4.ip_local_port_range",
		"net.ipv4.ip_unprivileged_port_start",
		"net.ipv4.ping_group_range",
		"net.ipv4.tcp_syncookies",
	])
}

test_deny_names_them_in_their_order if {
	policy.deny == {`sysctls neither safe nor allowed ("kernel.msgmax", "net/ipv4/tcp_syncookies", "")`} with input as setting([
		"kernel.msgmax",
		"net.ipv4.tcp_syncookies",
		"net/ipv4/tcp_syncookies",
		"",
	])
}

test_allow_what_is_allowed_besides if {
	extra := {"extraAllowed": "kernel.sem, net.core.*"}
	policy.deny == set() with input as asked(extra, ["kernel.sem", "net.core.somaxconn", "net.core."])
	policy.deny == {`sysctls neither safe nor allowed ("kernel.sem2", "net.corex")`} with input as asked(extra, [
		"kernel.sem2",
		"net.corex",
	])
	policy.deny == set() with input as asked({"extraAllowed": "*"}, ["kernel.msgmax"])
}

test_deny_invalid_params if {
	policy.deny == {`invalid params (extraAllowed must have "*" at the end of an item alone, has "a*b"; extraAllowed must have "*" at the end of an item alone, has "a**")`} with input as asked(
		{"extraAllowed": "a*b,a**"},
		["kernel.msgmax"],
	)
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as asked({"policyVersion": "1.30"}, ["kernel.msgmax"])
}

test_other_kinds_have_no_sysctls if {
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Service"}}, "parameters": {"extraAllowed": "a*b"}}
}
