package vap.namespace_exempt_list_test

import data.vap.namespace_exempt_list as policy

of(kind, field, selector) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": "a"},
	"spec": {field: {"namespaceSelector": selector}},
}

both(selector) := [of("ValidatingAdmissionPolicy", "matchConstraints", selector), of("ValidatingAdmissionPolicyBinding", "matchResources", selector)]

by_name(operator, values) := {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": operator, "values": values}]}

left_out(text) := {sprintf("namespaceSelector leaves out namespaces (%s)", [text])}

test_deny_namespaces_that_are_left_out if {
	every pair in [
		[by_name("NotIn", ["kube-system", "b", "a"]), `"a", "b"`], [by_name("In", ["b", "a"]), `all but "a", "b"`], [by_name("DoesNotExist", []), "all"],
		[{"matchLabels": {"skip": "no", "env": "a"}}, `by labels "env", "skip"`],
		[{"matchLabels": {"kubernetes.io/metadata.name": "a", "env": "a"}}, `all but "a"; by label "env"`],
	] {
		every object in both(pair[0]) {
			policy.deny == left_out(pair[1]) with input as object
		}
	}
}

test_allow_namespaces_of_the_list if {
	every selector in [null, {}, by_name("NotIn", ["kube-system"]), by_name("Exists", [])] {
		every object in both(selector) {
			policy.deny == set() with input as object
		}
	}
	object := both(by_name("NotIn", ["a", "b"]))[0]
	policy.deny == set() with input as {"request": {"object": object}, "parameters": {"allowed": "b, a"}}
	policy.deny == left_out(`"a"`) with input as {"request": {"object": object}, "parameters": {"allowed": "b"}}
	policy.deny == set() with input as of("MutatingAdmissionPolicy", "matchConstraints", by_name("DoesNotExist", []))
}
