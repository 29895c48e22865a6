package kyverno.enforce_test

import data.kyverno.enforce as policy

cluster_policy(spec) := {"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "spec": spec}

validating(kind, actions) := {
	"apiVersion": "policies.kyverno.io/v1",
	"kind": kind,
	"spec": {"validationActions": actions},
}

rule(name, validate) := {"name": name, "validate": object.union({"message": "no"}, validate)}

images(actions) := {"name": "signed", "verifyImages": [{"failureAction": action} | some action in actions]}

audit(names) := {sprintf("policy does not enforce (%s may audit)", [names])}

test_warn_of_audit if {
	policy.warn == audit(`rule "a"`) with input as cluster_policy({"validationFailureAction": "Audit", "rules": [rule("a", {})]})
	policy.warn == audit(`rule "a"`) with input as cluster_policy({"rules": [rule("a", {})]})
	policy.warn == audit(`rules "a", "b"`) with input as cluster_policy({
		"validationFailureAction": "Enforce",
		"rules": [rule("a", {"failureAction": "Audit"}), rule("b", {"failureAction": "audit"}), rule("c", {})],
	})
}

test_warn_of_overrides if {
	overrides := [{"action": "Enforce"}, {"action": "Audit", "namespaces": ["team-a"]}]
	policy.warn == audit(`rule "a"`) with input as cluster_policy({"rules": [rule("a", {
		"failureAction": "Enforce",
		"failureActionOverrides": overrides,
	})]})
	policy.warn == audit(`rule "b"`) with input as cluster_policy({
		"validationFailureAction": "enforce",
		"validationFailureActionOverrides": overrides,
		"rules": [rule("a", {"failureAction": "Enforce"}), rule("b", {})],
	})
}

test_warn_of_images if {
	policy.warn == audit(`rule "signed"`) with input as cluster_policy({"rules": [images([null])]})
	policy.warn == audit(`rule "signed"`) with input as cluster_policy({
		"validationFailureAction": "Enforce",
		"rules": [images(["Audit", null])],
	})
}

test_warn_of_actions_without_deny if {
	every kind in ["ValidatingPolicy", "NamespacedImageValidatingPolicy"] {
		wanted := {`policy does not enforce (validationActions is "Audit", "Warn")`}
		policy.warn == wanted with input as validating(kind, ["Audit", "Warn"])
	}
}

test_allow_enforce if {
	policy.warn == set() with input as cluster_policy({"validationFailureAction": "Enforce", "rules": [rule("a", {})]})
	policy.warn == set() with input as cluster_policy({"rules": [rule("a", {"failureAction": "Enforce"}), images(["Audit", "Enforce"])]})
	policy.warn == set() with input as cluster_policy({"validationFailureAction": "Enforce", "rules": [images([null])]})
}

test_allow_rules_that_check_nothing if {
	every one in [{"name": "a", "mutate": {}}, {"name": "a", "validate": {}}, {"name": "a", "validate": null, "verifyImages": []}] {
		policy.warn == set() with input as cluster_policy({"rules": [one]})
	}
	policy.warn == set() with input as cluster_policy(null)
}

test_allow_actions_with_deny if {
	policy.warn == set() with input as validating("ValidatingPolicy", ["Audit", "Deny"])
	policy.warn == set() with input as validating("ValidatingPolicy", [])
	policy.warn == set() with input as validating("ValidatingPolicy", null)
}

test_allow_other_kinds if {
	policy.warn == set() with input as validating("MutatingPolicy", ["Audit"])
	policy.warn == set() with input as {"apiVersion": "example.com/v1", "kind": "Policy", "spec": {"rules": [rule("a", {})]}}
}
