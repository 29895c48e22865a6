package lib.kyverno_test

import data.lib.kyverno

object_of(api_version, kind) := {"apiVersion": api_version, "kind": kind, "spec": {"rules": [{"name": "a"}]}}

test_policies if {
	every kind in ["ClusterPolicy", "Policy"] {
		kyverno.rules == [{"name": "a"}] with input as object_of("kyverno.io/v1", kind)
		kyverno.policy.kind == kind with input as object_of("kyverno.io/v2beta1", kind)
		not kyverno.policy with input as object_of("policies.kyverno.io/v1", kind)
		not kyverno.rules with input as object_of("policies.kyverno.io/v1", kind)
		not kyverno.policy with input as {"request": {"subResource": "status", "object": object_of("kyverno.io/v1", kind)}}
	}
	not kyverno.policy with input as object_of("kyverno.io/v1", "CleanupPolicy")
}

test_policies_in_cel if {
	every kind in ["ValidatingPolicy", "NamespacedValidatingPolicy"] {
		given := object_of("policies.kyverno.io/v1", kind)
		kyverno.typed_policy({"ValidatingPolicy"}) == given with input as given
		not kyverno.typed_policy({"MutatingPolicy"}) with input as given
		not kyverno.typed_policy({"ValidatingPolicy"}) with input as object_of("kyverno.io/v1", kind)
		not kyverno.typed_policy({"ValidatingPolicy"}) with input as {"request": {"subResource": "status", "object": given}}
	}
}

test_exceptions if {
	every group in ["kyverno.io", "policies.kyverno.io"] {
		given := object_of(sprintf("%s/v1", [group]), "PolicyException")
		kyverno.exception == given with input as given
		not kyverno.exception with input as {"request": {"subResource": "status", "object": given}}
		not kyverno.exception with input as object_of(sprintf("%s/v1", [group]), "Policy")
	}
	not kyverno.exception with input as object_of("example.com/v1", "PolicyException")
}
