package kyverno.failure_policy_test

import data.kyverno.failure_policy as policy

cluster_policy(spec) := {"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "spec": spec}

typed(kind, spec) := {"apiVersion": "policies.kyverno.io/v1", "kind": kind, "spec": spec}

wanted := {`policy fails open (failurePolicy is "Ignore")`}

test_deny_ignore if {
	policy.deny == wanted with input as cluster_policy({"failurePolicy": "Ignore"})
	policy.deny == wanted with input as cluster_policy({"failurePolicy": "Fail", "webhookConfiguration": {"failurePolicy": "Ignore"}})
	every kind in ["ValidatingPolicy", "NamespacedImageValidatingPolicy", "MutatingPolicy"] {
		policy.deny == wanted with input as typed(kind, {"failurePolicy": "Ignore"})
	}
}

test_allow_fail_and_absent if {
	every spec in [{"failurePolicy": "Fail"}, {"failurePolicy": null}, {}, null] {
		policy.deny == set() with input as cluster_policy(spec)
		policy.deny == set() with input as typed("ValidatingPolicy", spec)
	}
	policy.deny == set() with input as cluster_policy({"failurePolicy": "Ignore", "webhookConfiguration": {"failurePolicy": "Fail"}})
}

test_allow_other_kinds if {
	policy.deny == set() with input as typed("GeneratingPolicy", {"failurePolicy": "Ignore"})
}
