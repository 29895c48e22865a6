package psa.ns.version_pinned_test

import data.psa.ns.version_pinned as policy

# Labels are given without their common prefix.
namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {
	"name": "team-a",
	"labels": {key: value | some name, value in labels; key := concat("", ["pod-security.kubernetes.io/", name])},
}}

creation(labels, params) := {"request": {"operation": "CREATE", "object": namespace(labels)}, "parameters": params}

enforcing(version) := {"enforce": "baseline", "enforce-version": version}

unpinned(wanted, found) := {sprintf("enforced Pod Security version not pinned (enforce-version must be %s, %s)", [wanted, found])}

newer := `"v1.25" or newer`

test_allow_a_pinned_version if policy.deny == set() with input as namespace(enforcing("v1.30"))

test_deny_latest if policy.deny == unpinned(newer, `is "latest"`) with input as namespace(enforcing("latest"))

test_deny_no_version if policy.deny == unpinned(newer, "is not set") with input as namespace({"enforce": "restricted"})

test_deny_an_invalid_version if policy.deny == unpinned(newer, `is "1.30"`) with input as namespace(enforcing("1.30"))

test_deny_an_old_version if {
	policy.deny == unpinned(newer, `is "v1.9"`) with input as namespace(enforcing("v1.9"))
	policy.deny == unpinned(`"v1.31" or newer`, `is "v1.30"`) with input as creation(enforcing("v1.30"), {"minVersion": "v1.31"})
}

test_allow_latest_where_it_is_allowed if {
	policy.deny == set() with input as creation(enforcing("latest"), {"allowLatest": "true"})
	policy.deny == set() with input as creation({"enforce": "baseline"}, {"allowLatest": true})
}

test_deny_an_old_version_where_latest_is_allowed if {
	wanted := unpinned(`"v1.25" or newer, or "latest"`, `is "v1.20"`)
	policy.deny == wanted with input as creation(enforcing("v1.20"), {"allowLatest": "true"})
}

test_allow_privileged_at_any_version if {
	policy.deny == set() with input as namespace({"enforce": "privileged"})
	policy.deny == set() with input as namespace({})
}

test_deny_a_cluster_default_without_a_version if {
	policy.deny == unpinned(newer, "is not set") with input as creation({}, {"clusterDefault": "baseline"})
}

test_deny_bad_params if {
	wanted := {concat("", [
		`invalid params (allowLatest must be "true" or "false", is "yes"; `,
		`clusterDefault must be "privileged", "baseline" or "restricted", is "none"; `,
		`minVersion must be "v1.x", is "latest")`,
	])}
	params := {"allowLatest": "yes", "clusterDefault": "none", "minVersion": "latest"}
	policy.deny == wanted with input as creation(enforcing("v1.30"), params)
}

test_allow_other_kinds if policy.deny == set() with input as object.union(namespace({"enforce": "baseline"}), {"kind": "Secret"})
