package vap.no_object_selector_optout_test

import data.vap.no_object_selector_optout as policy

of(kind, field, selector) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": "a"},
	"spec": {field: {"objectSelector": selector}},
}

both(selector) := [of("ValidatingAdmissionPolicy", "matchConstraints", selector), of("ValidatingAdmissionPolicyBinding", "matchResources", selector)]

selector := {"matchLabels": {"checked": "yes"}, "matchExpressions": [{"key": "skip", "operator": "DoesNotExist"}]}

test_deny_labels_that_decide if {
	every object in both(selector) {
		policy.deny == {`objectSelector lets objects decide (labels "checked", "skip")`} with input as object
		policy.deny == {`objectSelector lets objects decide (label "skip")`} with input as {"request": {"object": object}, "parameters": {"allowed": "a, checked"}}
	}
}

test_allow_labels_of_the_list_and_no_selector if {
	every object in array.concat(both({}), both(null)) {
		policy.deny == set() with input as object
	}
	policy.deny == set() with input as {"request": {"object": both(selector)[0]}, "parameters": {"allowed": "skip,checked"}}
	policy.deny == set() with input as of("MutatingAdmissionPolicy", "matchConstraints", selector)
}
