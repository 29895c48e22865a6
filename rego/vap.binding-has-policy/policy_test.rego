package vap.binding_has_policy_test

import data.vap.binding_has_policy as policy

of(kind) := {"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": "b"}, "spec": {"policyName": "a"}}

holding(kind, name) := {"cluster": {"admissionregistration.k8s.io/v1": {kind: [{"kind": kind, "metadata": {"name": name}}]}}}

test_warn_of_bindings_without_policy if {
	every kind in ["ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"] {
		warning := {sprintf("binding does nothing (there is no %s \"a\")", [kind])}
		policy.warn == warning with input as of(sprintf("%sBinding", [kind]))
		policy.warn == warning with input as of(sprintf("%sBinding", [kind])) with data.inventory as holding(kind, "b")
	}
}

test_allow_bindings_with_policy if {
	every kind in ["ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"] {
		policy.warn == set() with input as of(sprintf("%sBinding", [kind])) with data.inventory as holding(kind, "a")
		policy.warn == set() with input as of(kind)
	}
}
