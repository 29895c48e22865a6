package map.no_delete_test

import data.map.no_delete as policy

of(rules) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicy", "metadata": {"name": "a"},
	"spec": {"matchConstraints": {"resourceRules": [{"operations": operations} | some operations in rules]}},
}

test_deny_delete if {
	policy.deny == {"DELETE cannot be mutated (rule 2)"} with input as of([["CREATE"], ["UPDATE", "DELETE"]])
	policy.deny == {"DELETE cannot be mutated (rules 1, 2)"} with input as of([["DELETE"], ["DELETE"]])
}

test_allow_all_else if {
	policy.deny == set() with input as of([["*"], ["CREATE", "UPDATE", "CONNECT"], [], null])
	policy.deny == set() with input as object.union(of([["DELETE"]]), {"kind": "ValidatingAdmissionPolicy"})
}
