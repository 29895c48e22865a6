package psa.ns.warn_audit_not_weaker_test

import data.psa.ns.warn_audit_not_weaker as policy

# Labels are given without their common prefix.
namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {
	"name": "team-a",
	"labels": {key: value | some name, value in labels; key := concat("", ["pod-security.kubernetes.io/", name])},
}}

creation(labels, params) := {"request": {"operation": "CREATE", "object": namespace(labels)}, "parameters": params}

weaker(details) := {sprintf("Pod Security mode weaker than enforce (%s)", [details])}

all_at(level) := {"enforce": level, "warn": level, "audit": level}

test_allow_equal_modes if {
policy.deny | policy.warn == set() with input as namespace(all_at("restricted"))}

test_allow_stricter_modes if {
policy.deny | policy.warn == set() with input as namespace({"enforce": "baseline", "warn": "restricted", "audit": "restricted"})}

test_deny_a_weaker_level if {
	labels := object.union(all_at("restricted"), {"warn": "baseline"})
	policy.deny == weaker(`warn is "baseline", enforce is "restricted"`) with input as namespace(labels)
}

test_deny_an_invalid_mode_as_privileged if {
	labels := object.union(all_at("baseline"), {"audit": "Restricted"})
	policy.deny == weaker(`audit is "Restricted", enforce is "baseline"`) with input as namespace(labels)
}

test_deny_an_older_version if {
	labels := object.union(all_at("baseline"), {"enforce-version": "v1.30", "warn-version": "v1.22", "audit-version": "v1.30"})
	policy.deny == weaker(`warn-version is "v1.22", enforce-version is "v1.30"`) with input as namespace(labels)
}

test_deny_a_pinned_version_under_latest if {
	labels := object.union(all_at("baseline"), {"audit-version": "v1.30"})
	policy.deny == weaker(`audit-version is "v1.30", enforce-version is "latest"`) with input as namespace(labels)
}

test_deny_lists_all_in_order if {
	labels := {"enforce": "restricted", "warn": "privileged", "warn-version": "v1.1", "audit": "baseline"}
	wanted := weaker(concat("; ", [
		`warn is "privileged", enforce is "restricted"`,
		`warn-version is "v1.1", enforce-version is "latest"`,
		`audit is "baseline", enforce is "restricted"`,
	]))
	policy.deny == wanted with input as namespace(labels)
}

test_allow_absent_warn_because_it_follows if {
policy.deny | policy.warn == set() with input as namespace({"enforce": "restricted", "audit": "restricted"})}

test_warn_of_absent_audit_because_it_does_not_follow if {
	wanted := {`Pod Security audit weaker than enforce (audit is not set and counts as "privileged", enforce is "restricted")`}
	policy.warn == wanted with input as namespace({"enforce": "restricted"})
	policy.deny == set() with input as namespace({"enforce": "restricted"})
}

test_do_not_warn_where_the_default_is_as_strict if {
	policy.warn == set() with input as creation({"enforce": "baseline"}, {"clusterDefault": "baseline"})
}

test_allow_anything_under_privileged if {
	labels := {"enforce": "privileged", "warn-version": "v1.0"}
	policy.deny | policy.warn == set() with input as namespace(labels)
	policy.deny | policy.warn == set() with input as namespace({})
}

test_deny_bad_params if {
	wanted := {`invalid params (clusterDefault must be "privileged", "baseline" or "restricted", is "none")`}
	policy.deny == wanted with input as creation({"enforce": "baseline"}, {"clusterDefault": "none"})
}

test_allow_other_kinds if {
policy.deny | policy.warn == set() with input as object.union(namespace({"enforce": "baseline"}), {"kind": "Secret"})}
