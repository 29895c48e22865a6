package netpol.endport_on_old_cluster_test

import data.netpol.endport_on_old_cluster as policy

network_policy(entries) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "app"}, "spec": {"egress": [{"ports": entries}]}}

at(version, entries) := {"request": {"object": network_policy(entries)}, "parameters": {"clusterVersion": version}}

range := [{"port": 80, "endPort": 90}, {"port": 1, "endPort": 2}]

test_deny_before_v1_22 if {
	policy.deny == {"endPort on an old cluster (endPort 90, 2 needs v1.22, is v1.21)"} with input as at("v1.21", range)
	policy.deny == {"endPort on an old cluster (endPort 90, 2 needs v1.22, is v1.9)"} with input as at("v1.9", range)
}

test_allow_from_v1_22_on if {
	policy.deny == set() with input as at("v1.22", range)
	policy.deny == set() with input as network_policy(range)
}

test_allow_no_end_port if {
	policy.deny == set() with input as at("v1.20", [{"port": 80}])
	policy.deny == set() with input as at("v1.21", [{"port": 80, "endPort": null}])
}

test_deny_an_invalid_version if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.21")`} with input as at("1.21", [{"port": 80}])
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Pod"}}, "parameters": {"clusterVersion": "1.21"}}
}
