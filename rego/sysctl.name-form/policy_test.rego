package sysctl.name_form_test

import data.sysctl.name_form as policy

setting(names) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": {"securityContext": {"sysctls": [sysctl |
	some name in names
	sysctl := {"name": name, "value": "1"}
]}}}

long(length) := concat("", [letter | some _ in numbers.range(1, length); letter := "a"])

test_allow_names_with_dots if {
	policy.deny == set() with input as setting(["kernel.shm_rmid_forced", "net.ipv4.conf.eth0-1.x", "a", long(253)])
	policy.deny == set() with input as setting([])
}

test_deny_each_bad_form if {
	every name in ["net/ipv4/x", "net.ipv4/x", "Net.ipv4.x", "", ".a", "a.", "a..b", "a_", "-a", "a b", "net.*"] {
		policy.deny == {sprintf(`sysctl names not in dot form ("%s")`, [name])} with input as setting([name])
	}
}

test_deny_a_long_name if {
	policy.deny == {"sysctl names longer than 253 characters (254 characters, 300 characters)"} with input as setting([long(254), "a", long(300)])
	policy.deny == {"sysctl names longer than 253 characters (254 characters, 254 characters)"} with input as setting([
		concat("", ["/", long(253)]),
		concat("", ["/", long(253)]),
	])
}

test_deny_a_sysctl_set_twice if {
	policy.deny == {`sysctls set more than once ("net.a", "net.a")`} with input as setting(["net.a", "net.b", "net.a"])
	policy.deny == {
		`sysctl names not in dot form ("net/a")`,
		`sysctls set more than once ("net.a", "net/a")`,
	} with input as setting(["net.a", "net/a"])
}
