package netpol.no_open_ports_test

import data.netpol.no_open_ports as policy

network_policy(spec) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "app"}, "spec": spec}

test_warn_of_each_way_to_open_all if {
	every rule in [{}, {"ports": null}, {"ports": []}, {"ports": [{"protocol": "TCP"}]}, {"ports": [{"port": 1}, {"port": null}]}] {
		policy.warn == {"every port open (1 ingress rule without ports)"} with input as network_policy({"ingress": [rule]})
		policy.warn == {"every port open (1 egress rule without ports)"} with input as network_policy({"egress": [rule]})
	}
}

test_warn_counts_the_rules if {
	policy.warn == {"every port open (2 ingress rules and 1 egress rule without ports)"} with input as network_policy({
		"ingress": [{}, {"ports": [{"port": 1}]}, {}],
		"egress": [{}],
	})
}

test_allow_named_ports_and_no_rules if {
	policy.warn == set() with input as network_policy({"ingress": [{"ports": [{"port": 443}, {"port": "http"}]}]})
	policy.warn == set() with input as network_policy({"ingress": [], "policyTypes": ["Ingress"]})
	policy.warn == set() with input as network_policy({"egress": null})
}
