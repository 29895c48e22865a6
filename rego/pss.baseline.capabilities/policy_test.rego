package pss.baseline.capabilities_test

import data.pss.baseline.capabilities as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

adding(name, names) := {"name": name, "securityContext": {"capabilities": {"add": names}}}

test_deny_names_containers_in_visiting_order_and_capabilities_sorted if {
	policy.deny == {concat("", [
		`non-default capabilities (containers "z", "a" must not include "NET_RAW", "SYS_ADMIN" `,
		"in securityContext.capabilities.add)",
	])} with input as pod({
		"containers": [adding("a", ["SYS_ADMIN", "NET_RAW", "SYS_ADMIN"]), adding("b", ["CHOWN"])],
		"initContainers": [adding("z", ["NET_RAW"])],
	})
}

test_deny_names_are_compared_to_the_letter if {
	every name in ["chown", "CAP_CHOWN", "ALL", ""] {
		policy.deny == {sprintf(
			`non-default capabilities (container "a" must not include "%s" in securityContext.capabilities.add)`,
			[name],
		)} with input as pod({"ephemeralContainers": [adding("a", [name])]})
	}
}

test_allow_every_default_capability if {
	policy.deny == set() with input as pod({"containers": [adding("a", [name | some name in policy.allowed])]})
	count(policy.allowed) == 13
}

test_allow_nothing_added if {
	policy.deny == set() with input as pod({"containers": [
		adding("a", []),
		adding("b", null),
		{"name": "c", "securityContext": {"capabilities": {"drop": ["ALL"]}}},
	]})
}
