package psa.ns.enforce_floor_test

import data.psa.ns.enforce_floor as policy

# Labels are given without their common prefix.
namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {
	"name": "team-a",
	"labels": {key: value | some name, value in labels; key := concat("", ["pod-security.kubernetes.io/", name])},
}}

creation(labels, params) := {"request": {"operation": "CREATE", "object": namespace(labels)}, "parameters": params}

update(before, after) := {"request": {"operation": "UPDATE", "object": namespace(after), "oldObject": namespace(before)}}

below(found) := {sprintf("enforced Pod Security level below the floor (enforce must be \"baseline\" or stricter, %s)", [found])}

test_allow_the_floor_and_above if {
	every level in ["baseline", "restricted"] {
		policy.deny == set() with input as namespace({"enforce": level})
	}
}

test_deny_below_the_floor if {
	policy.deny == below(`is "privileged"`) with input as namespace({"enforce": "privileged", "warn": "restricted"})
}

test_deny_no_label if policy.deny == below(`is not set and counts as "privileged"`) with input as namespace({"enforce-version": "v1.30"})

test_allow_no_label_where_the_default_is_enough if {
	policy.deny == set() with input as creation({}, {"clusterDefault": "restricted"})
}

test_the_floor_can_be_set if {
	policy.deny == set() with input as creation({}, {"minLevel": "privileged"})
	count(policy.deny) == 1 with input as creation({"enforce": "baseline"}, {"minLevel": "restricted"})
}

test_deny_an_invalid_label_that_is_new if {
	policy.deny == below(`is "typo"`) with input as namespace({"enforce": "typo"})
	policy.deny == below(`is "typo"`) with input as update({"enforce": "baseline"}, {"enforce": "typo"})
}

test_allow_an_invalid_label_that_was_there if policy.deny == set() with input as update({"enforce": "typo"}, {"enforce": "typo"})

test_allow_exempt_namespaces if {
	named := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kube-system"}}
	policy.deny == set() with input as named
	count(policy.deny) == 1 with input as {"request": {"object": named}, "parameters": {"exemptNamespaces": "a,b"}}
	policy.deny == set() with input as creation({}, {"exemptNamespaces": "kube-system, team-a"})
}

test_deny_params_that_are_no_levels if {
	wanted := {concat("", [
		`invalid params (clusterDefault must be "privileged", "baseline" or "restricted", is "none"; `,
		`minLevel must be "privileged", "baseline" or "restricted", is "high")`,
	])}
	policy.deny == wanted with input as creation({"enforce": "restricted"}, {"clusterDefault": "none", "minLevel": "high"})
}

test_allow_other_kinds if policy.deny == set() with input as object.union(namespace({}), {"kind": "Secret"})
