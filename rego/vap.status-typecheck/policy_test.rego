package vap.status_typecheck_test

import data.vap.status_typecheck as policy

of(status) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
	"metadata": {"name": "a", "generation": 2}, "status": status,
}

updating(fields, status) := {"request": object.union({"operation": "UPDATE", "object": of(status)}, fields)}

checked(fields) := {"observedGeneration": 2, "typeChecking": {"expressionWarnings": [{"fieldRef": field} | some field in fields]}}

stale := {"types are not checked yet (observedGeneration 1, generation 2)"}

test_warn_of_wrong_types if {
	policy.warn == {"expressions have type warnings (spec.b, spec.a)"} with input as of(checked(["spec.b", "spec.a"]))
	policy.warn == {"expressions have type warnings (spec.a)"} with input as updating({"subResource": "status"}, checked(["spec.a"]))
	policy.warn == {"expressions have type warnings (spec.a)"} with input as updating({}, checked(["spec.a"]))
}

test_warn_of_earlier_generations if {
	policy.warn == stale with input as of({"observedGeneration": 1})
	policy.warn == stale with input as updating({"subResource": "status"}, {"observedGeneration": 1})
}

test_allow_right_types_and_what_is_not_known if {
	every status in [null, {}, checked([]), {"observedGeneration": 3}, {"observedGeneration": null}] {
		policy.warn == set() with input as of(status)
	}
	policy.warn == set() with input as updating({}, {"observedGeneration": 1})
	policy.warn == set() with input as updating({"subResource": "scale"}, {"observedGeneration": 1})
	policy.warn == set() with input as object.union(of({"observedGeneration": 1}), {"kind": "MutatingAdmissionPolicy"})
	policy.warn == set() with input as object.union(of({"observedGeneration": 1}), {"apiVersion": "shop.example/v1"})
}
