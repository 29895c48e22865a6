package vap.bound_test

import data.vap.bound as policy

of(fields) := object.union({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "a"}}, fields)

binding(name, actions) := {
	"kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": name},
	"spec": {"policyName": "a", "validationActions": actions},
}

holding(bindings) := {"cluster": {"admissionregistration.k8s.io/v1": {"ValidatingAdmissionPolicyBinding": bindings}}}

requiring(text) := {"request": {"object": of({})}, "parameters": {"require": text}}

test_deny_policies_without_binding if {
	policy.deny == {`policy is not bound (no ValidatingAdmissionPolicyBinding names "a")`} with input as of({})
	policy.warn == set() with input as of({})
}

test_warn_of_bindings_that_do_not_deny if {
	policy.warn == {`policy is bound without Deny (binding "b")`} with input as of({}) with data.inventory as holding([binding("b", ["Audit"])])
	policy.warn == {`policy is bound without Deny, Audit (bindings "b", "c")`} with input as requiring("Deny,Audit") with data.inventory as holding([
		binding("c", ["Audit"]),
		binding("b", ["Deny"]),
	])
}

test_allow_bound_policies if {
	policy.deny == set() with input as of({}) with data.inventory as holding([binding("b", ["Audit"]), binding("c", ["Deny"])])
	policy.warn == set() with input as of({}) with data.inventory as holding([binding("b", ["Audit"]), binding("c", ["Deny"])])
	policy.warn == set() with input as requiring("Audit") with data.inventory as holding([binding("b", ["Audit"])])
	policy.deny == set() with input as of({"kind": "MutatingAdmissionPolicy"})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (require must list Deny, Warn or Audit, is "deny")`} with input as requiring("deny") with data.inventory as holding([binding("b", ["Audit"])])
	policy.warn == set() with input as requiring("deny") with data.inventory as holding([binding("b", ["Audit"])])
}
