package sysctl.port_start_value_test

import data.sysctl.port_start_value as policy

setting(name, value) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": {"securityContext": {"sysctls": [{
	"name": name,
	"value": value,
}]}}}

start(value) := setting("net.ipv4.ip_unprivileged_port_start", value)

asked(parameters, value) := {"request": {"object": start(value)}, "parameters": parameters}

test_allow_ports_within_the_bounds if {
	every value in ["0", "1", "1024", "00080"] {
		policy.deny == set() with input as start(value)
	}
	policy.deny == set() with input as asked({"min": "2000", "max": 3000}, "3000")
}

test_deny_every_other_value if {
	every value in ["", "-1", "65536", "1025", "80 90", "080000", "80.0", "x"] {
		wanted := {sprintf(`net.ipv4.ip_unprivileged_port_start out of bounds (must be a number from 0 to 1024, is "%s")`, [value])}
		policy.deny == wanted with input as start(value)
	}
}

test_deny_a_value_that_is_no_text if {
	policy.deny == {`net.ipv4.ip_unprivileged_port_start out of bounds (must be a number from 0 to 1024, is "1")`} with input as start(1)
	policy.deny == {`net.ipv4.ip_unprivileged_port_start out of bounds (must be a number from 0 to 1024, is "null")`} with input as start(null)
}

test_deny_the_name_with_slashes if {
	policy.deny == {`net.ipv4.ip_unprivileged_port_start out of bounds (must be a number from 80 to 1024, is "79")`} with input as {
		"request": {"object": setting("net/ipv4/ip_unprivileged_port_start", "79")},
		"parameters": {"min": "80"},
	}
}

test_allow_other_sysctls if policy.deny == set() with input as setting("net.ipv4.tcp_syncookies", "x")

test_deny_invalid_params if {
	policy.deny == {`invalid params (max must be a whole number, is "1.5"; min must be a whole number, is "low")`} with input as asked(
		{"min": "low", "max": 1.5},
		"1",
	)
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Service"}}, "parameters": {"min": "low"}}
}
