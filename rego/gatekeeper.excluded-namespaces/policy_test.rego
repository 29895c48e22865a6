package gatekeeper.excluded_namespaces_test

import data.gatekeeper.excluded_namespaces as policy

config(match) := {"apiVersion": "config.gatekeeper.sh/v1alpha1", "kind": "Config", "spec": {"match": match}}

constraint(match) := {"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": "K8sAny", "spec": {"match": match}}

test_deny_names_what_is_not_allowed if {
	wanted := {`namespaces out of Gatekeeper's reach ("*", "team-a")`}
	policy.deny == wanted with input as config([{"excludedNamespaces": ["*", "kube-system"]}, {"excludedNamespaces": ["team-a"]}])
	policy.deny == wanted with input as constraint({"excludedNamespaces": ["*", "kube-*", "team-a"]})
}

test_deny_what_other_params_do_not_allow if {
	wanted := {`namespaces out of Gatekeeper's reach ("kube-system")`}
	policy.deny == wanted with input as {
		"request": {"object": constraint({"excludedNamespaces": ["kube-system", "team-a"]})},
		"parameters": {"allowed": "team-a"},
	}
}

test_allow_covered_names_and_none if {
	every match in [null, {}, {"excludedNamespaces": null}, {"excludedNamespaces": ["kube-system", "kube-*", "gatekeeper-system"]}] {
		policy.deny == set() with input as constraint(match)
		policy.deny == set() with input as config([match])
	}
	policy.deny == set() with input as config(null)
}

test_allow_other_kinds if {
	policy.deny == set() with input as object.union(config([{"excludedNamespaces": ["*"]}]), {"apiVersion": "v1"})
}
