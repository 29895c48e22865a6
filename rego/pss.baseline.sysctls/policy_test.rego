package pss.baseline.sysctls_test

import data.pss.baseline.sysctls as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, object) := {"request": {"object": object}, "parameters": {"policyVersion": version}}

setting(names) := pod({"securityContext": {"sysctls": [{"name": name, "value": "1"} | some name in names]}})

first_allowed := {
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

test_each_sysctl_is_allowed_from_its_version_on if {
	every name, minor in first_allowed {
		policy.deny == {sprintf("forbidden sysctls (%s)", [name])} with input as at(sprintf("v1.%d", [minor - 1]), setting([name]))
		policy.deny == set() with input as at(sprintf("v1.%d", [minor]), setting([name]))
		policy.deny == set() with input as setting([name])
	}
}

test_allow_the_first_five_at_every_version if {
	policy.deny == set() with input as at("v1.0", setting([
		"kernel.shm_rmid_forced",
		"net.ipv4.ip_local_port_range",
		"net.ipv4.ip_unprivileged_port_start",
		"net.ipv4.ping_group_range",
		"net.ipv4.tcp_syncookies",
	]))
}

test_deny_names_the_forbidden_in_their_order if {
	policy.deny == {"forbidden sysctls (kernel.msgmax, net/ipv4/tcp_syncookies, kernel.msgmax)"} with input as setting([
		"kernel.msgmax",
		"net.ipv4.tcp_syncookies",
		"net/ipv4/tcp_syncookies",
		"kernel.msgmax",
	])
}

test_deny_a_longer_name if {
	policy.deny == {"forbidden sysctls (net.ipv4.ip_local_port_range.x)"} with input as setting(["net.ipv4.ip_local_port_range.x"])
}

test_allow_none_null_and_missing if {
	policy.deny == set() with input as setting([])
	policy.deny == set() with input as pod({"securityContext": {"sysctls": null}})
	policy.deny == set() with input as pod({"securityContext": null})
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", setting(["kernel.msgmax"]))
}
