package lib.network_policy_test

import data.lib.network_policy

policy(spec) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "app"}, "spec": spec}

test_ports_of_both_directions if {
	network_policy.ports == [{"port": 1}, {"port": 2}, {"port": 3, "endPort": 4}] with input as policy({
		"egress": [{"ports": [{"port": 3, "endPort": 4}]}],
		"ingress": [{"ports": [{"port": 1}, {"port": 2}]}, {}, {"ports": null}],
	})
}

test_end_ports_that_are_set if {
	network_policy.end_ports == [4, 0] with input as policy({"ingress": [{"ports": [
		{"port": 3, "endPort": 4},
		{"port": 3},
		{"port": 3, "endPort": null},
		{"endPort": 0},
	]}]})
}

test_no_rules if {
	network_policy.rules("egress") == [] with input as policy({"egress": null})
	network_policy.ports == [] with input as policy(null)
}

test_other_kinds_have_none if {
	every change in [{"kind": "Ingress"}, {"apiVersion": "crd.projectcalico.org/v1"}] {
		not network_policy.spec with input as object.union(policy({}), change)
		network_policy.end_ports == [] with input as object.union(policy({"egress": [{"ports": [{"endPort": 1}]}]}), change)
	}
	not network_policy.spec with input as {"request": {"object": policy({}), "subResource": "status"}}
}
