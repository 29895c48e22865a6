package netpol.endport_cni_test

import data.netpol.endport_cni as policy

network_policy(entries) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "app"}, "spec": {"egress": [{"ports": entries}]}}

asked(parameters, entries) := {"request": {"object": network_policy(entries)}, "parameters": parameters}

range := [{"port": 80, "endPort": 90}, {"port": 1}, {"port": 2, "endPort": 2}]

test_deny_without_a_plugin if {
	wanted := {`endPort that the network plugin may ignore (endPort 90, 2; cni must be one of "calico", "antrea", "openshift-sdn", "kube-router", is not set)`}
	policy.deny == wanted with input as network_policy(range)
}

test_deny_another_plugin if {
	policy.deny == {`endPort that the network plugin may ignore (endPort 90, 2; cni must be one of "b", "a", is "cilium")`} with input as asked(
		{"cni": "cilium", "supported": "b, a"},
		range,
	)
}

test_allow_a_plugin_that_knows_it if {
	policy.deny == set() with input as asked({"cni": "kube-router"}, range)
	policy.deny == set() with input as asked({"cni": "cilium", "supported": "cilium"}, range)
}

test_allow_no_end_port if policy.deny == set() with input as network_policy([{"port": 1, "endPort": null}])

test_deny_an_empty_list_of_plugins if {
	policy.deny == {"invalid params (supported must list network plugins, is empty)"} with input as asked({"supported": " ,"}, range)
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Pod"}}, "parameters": {"supported": ""}}
}
