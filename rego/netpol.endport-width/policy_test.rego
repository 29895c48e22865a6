package netpol.endport_width_test

import data.netpol.endport_width as policy

network_policy(entries) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "app"}, "spec": {"egress": [{"ports": entries}]}}

asked(parameters, entries) := {"request": {"object": network_policy(entries)}, "parameters": parameters}

test_deny_wide_ranges if {
	policy.deny == {"port ranges too wide (1 to 65535, 1000 to 2000; maxPorts is 1000)"} with input as network_policy([
		{"port": 1, "endPort": 65535},
		{"port": 1000, "endPort": 1999},
		{"port": 1000, "endPort": 2000},
	])
	policy.deny == {"port ranges too wide (80 to 81; maxPorts is 1)"} with input as asked({"maxPorts": "1"}, [{"port": 80, "endPort": 81}])
}

test_allow_what_is_no_wide_range if {
	policy.deny == set() with input as network_policy([
		{"port": 80},
		{"port": 80, "endPort": null},
		{"port": 80, "endPort": 79},
		{"port": "http", "endPort": 65535},
		{"endPort": 65535},
	])
	policy.deny == set() with input as asked({"maxPorts": 65535}, [{"port": 1, "endPort": 65535}])
}

test_deny_invalid_params if {
	policy.deny == {`invalid params (maxPorts must be a whole number, is "-1")`} with input as asked({"maxPorts": "-1"}, [{"port": 1, "endPort": 65535}])
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Pod"}}, "parameters": {"maxPorts": "-1"}}
}
