package psa.ns.no_downgrade_test

import data.psa.ns.no_downgrade as policy

# Labels are given without their common prefix.
namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {
	"name": "team-a",
	"labels": {key: value | some name, value in labels; key := concat("", ["pod-security.kubernetes.io/", name])},
}}

update(before, after, params) := {
	"request": {
		"operation": "UPDATE",
		"object": namespace(after),
		"oldObject": namespace(before),
		"userInfo": {"username": "ann"},
	},
	"parameters": params,
}

lowered(details) := {sprintf("enforced Pod Security level lowered (%s)", [details])}

test_deny_a_weaker_level if {
	wanted := lowered(`enforce was "restricted", is "baseline"`)
	policy.deny == wanted with input as update({"enforce": "restricted"}, {"enforce": "baseline"}, {})
}

test_deny_a_removed_label if {
	wanted := lowered(`enforce was "baseline", is removed`)
	policy.deny == wanted with input as update({"enforce": "baseline"}, {}, {"clusterDefault": "restricted"})
}

test_deny_a_label_below_the_cluster_default if {
	wanted := lowered(`enforce was not set and counted as "restricted", is "baseline"`)
	policy.deny == wanted with input as update({}, {"enforce": "baseline"}, {"clusterDefault": "restricted"})
}

test_deny_from_an_invalid_level_because_it_was_restricted if {
	wanted := lowered(`enforce was "typo", is "baseline"`)
	policy.deny == wanted with input as update({"enforce": "typo"}, {"enforce": "baseline"}, {})
}

test_allow_stricter_and_equal_levels if {
	policy.deny == set() with input as update({"enforce": "baseline"}, {"enforce": "restricted"}, {})
	policy.deny == set() with input as update({}, {"enforce": "privileged"}, {})
	policy.deny == set() with input as update({}, {}, {})
}

test_allow_another_version if {
	before := {"enforce": "restricted", "enforce-version": "v1.30"}
	policy.deny == set() with input as update(before, {"enforce": "restricted", "enforce-version": "v1.25"}, {})
}

test_allow_allowed_users if {
	policy.deny == set() with input as update({"enforce": "baseline"}, {}, {"allowedUsers": "bob, ann"})
	count(policy.deny) == 1 with input as update({"enforce": "baseline"}, {}, {"allowedUsers": "annabel"})
}

test_allow_a_new_namespace if {
	policy.deny == set() with input as namespace({"enforce": "privileged"})
	policy.deny == set() with input as {"request": {"object": namespace({}), "oldObject": null}}
}

test_deny_bad_params if {
	wanted := {`invalid params (clusterDefault must be "privileged", "baseline" or "restricted", is "none")`}
	policy.deny == wanted with input as update({}, {}, {"clusterDefault": "none"})
}

test_allow_other_kinds if {
	before := object.union(namespace({"enforce": "baseline"}), {"kind": "Secret"})
	after := object.union(namespace({}), {"kind": "Secret"})
	policy.deny == set() with input as {"request": {"object": after, "oldObject": before}}
}
