package vap.validation_actions_test

import data.vap.validation_actions as policy

of(actions) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "a"},
	"spec": {"policyName": "a", "validationActions": actions},
}

requiring(text, actions) := {"request": {"object": of(actions)}, "parameters": {"require": text}}

test_deny_what_the_server_refuses if {
	policy.deny == {"validationActions are missing"} with input as of([])
	policy.deny == {"validationActions are missing"} with input as of(null)
	policy.deny == {"validationActions are there twice (Audit, Deny)"} with input as of(["Deny", "Audit", "Deny", "Audit"])
	policy.deny == {"validationActions contradict each other (Deny, Warn)"} with input as of(["Warn", "Deny"])
	policy.warn == set() with input as of([])
}

test_warn_of_what_is_missing if {
	policy.warn == {"validationActions do not contain Deny (Warn, Audit)"} with input as of(["Warn", "Audit"])
	policy.warn == {"validationActions do not contain Audit (Deny)"} with input as requiring("Deny, Audit", ["Deny"])
}

test_allow_the_rest if {
	policy.deny == set() with input as of(["Deny", "Audit"])
	policy.warn == set() with input as of(["Deny", "Audit"])
	policy.deny == set() with input as of(["Warn", "Audit"])
	policy.warn == set() with input as requiring("Audit", ["Audit"])
	policy.deny == set() with input as object.union(of([]), {"kind": "MutatingAdmissionPolicyBinding"})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (require must list Deny, Warn or Audit, is "deny")`} with input as requiring("deny", ["Audit"])
	policy.warn == set() with input as requiring("deny", ["Audit"])
}
