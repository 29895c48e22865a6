package psa.ns.labels_valid_test

import data.psa.ns.labels_valid as policy

# Labels are given without their common prefix.
namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {
	"name": "team-a",
	"labels": {key: value | some name, value in labels; key := concat("", ["pod-security.kubernetes.io/", name])},
}}

update(before, after) := {"request": {"operation": "UPDATE", "object": namespace(after), "oldObject": namespace(before)}}

level_error := `metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "Baseline": must be one of privileged, baseline, restricted`

test_allow_valid_labels if {
	policy.deny == set() with input as namespace({"enforce": "baseline", "enforce-version": "v1.26", "warn-version": "latest"})
	policy.deny == set() with input as namespace({})
}

test_deny_an_unknown_level if policy.deny == {level_error} with input as namespace({"enforce": "Baseline"})

test_deny_an_unknown_version if {
	every version in ["1.26", "v1.026", "v2.0", ""] {
		wanted := {sprintf(
			`metadata.labels[pod-security.kubernetes.io/audit-version]: Invalid value: "%s": must be "latest" or "v1.x"`,
			[version],
		)}
		policy.deny == wanted with input as namespace({"audit-version": version})
	}
}

test_deny_lists_all_in_order if {
	wanted := {concat("", [
		"[", level_error, ", ",
		`metadata.labels[pod-security.kubernetes.io/enforce-version]: Invalid value: "1": must be "latest" or "v1.x", `,
		`metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: "": must be one of privileged, baseline, restricted]`,
	])}
	policy.deny == wanted with input as namespace({"warn": "", "enforce-version": "1", "enforce": "Baseline"})
}

test_allow_an_update_that_leaves_the_problem if {
	policy.deny == set() with input as update({"enforce": "Baseline"}, {"enforce": "Baseline", "warn": "baseline"})
}

test_deny_an_update_that_changes_the_problem if {
	policy.deny == {level_error} with input as update({"enforce": "Restricted"}, {"enforce": "Baseline"})
	policy.deny == {level_error} with input as update({"enforce": "baseline"}, {"enforce": "Baseline"})
}

test_allow_other_kinds if policy.deny == set() with input as object.union(namespace({"enforce": "x"}), {"kind": "Secret"})
