package vap.params_fail_closed_test

import data.vap.params_fail_closed as policy

of(kind, name, spec) := {"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}

binding(name, fields) := of("ValidatingAdmissionPolicyBinding", name, object.union({"policyName": "a"}, fields))

with_params := of("ValidatingAdmissionPolicy", "a", {"paramKind": {"kind": "ConfigMap"}})

without_params := of("ValidatingAdmissionPolicy", "a", {})

holding(kind, objects) := {"cluster": {"admissionregistration.k8s.io/v1": {kind: objects}}}

test_deny_missing_params_that_are_passed_over if {
	policy.deny == {`parameterNotFoundAction is not Deny ("Allow")`} with input as binding("b", {"paramRef": {"parameterNotFoundAction": "Allow"}})
	policy.deny == {`parameterNotFoundAction is not Deny ("")`} with input as binding("b", {"paramRef": {}})
}

test_deny_params_that_nobody_names if {
	policy.deny == {`params are null (policy "a" has paramKind, the binding no paramRef)`} with input as binding("b", {"paramRef": null})
		with data.inventory as holding("ValidatingAdmissionPolicy", [with_params])
	policy.deny == {`params are null (the policy has paramKind, bindings "b", "c" no paramRef)`} with input as with_params
		with data.inventory as holding("ValidatingAdmissionPolicyBinding", [binding("c", {}), binding("b", {}), binding("d", {"paramRef": {"name": "x"}})])
}

test_allow_the_rest if {
	policy.deny == set() with input as binding("b", {"paramRef": {"parameterNotFoundAction": "Deny"}}) with data.inventory as holding(
		"ValidatingAdmissionPolicy",
		[with_params],
	)
	policy.deny == set() with input as binding("b", {}) with data.inventory as holding("ValidatingAdmissionPolicy", [without_params])
	policy.deny == set() with input as binding("b", {})
	policy.deny == set() with input as with_params
	policy.deny == set() with input as without_params with data.inventory as holding("ValidatingAdmissionPolicyBinding", [binding("b", {})])
	policy.deny == set() with input as of("Pod", "a", {"paramRef": {"parameterNotFoundAction": "Allow"}})
}
