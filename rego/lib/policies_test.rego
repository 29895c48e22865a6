package lib.policies_test

import data.lib.policies

of(kind, spec) := {"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": "a"}, "spec": spec}

test_policies_and_bindings_are_told_by_their_kind if {
	policies.validating with input as of("ValidatingAdmissionPolicy", {})
	policies.policy with input as of("ValidatingAdmissionPolicy", {})
	not policies.mutating with input as of("ValidatingAdmissionPolicy", {})
	policies.mutating with input as of("MutatingAdmissionPolicy", {})
	policies.policy with input as of("MutatingAdmissionPolicy", {})
	not policies.validating with input as of("MutatingAdmissionPolicy", {})
	policies.binding with input as of("ValidatingAdmissionPolicyBinding", {})
	policies.validating_binding with input as of("ValidatingAdmissionPolicyBinding", {})
	policies.binding with input as of("MutatingAdmissionPolicyBinding", {})
	not policies.validating_binding with input as of("MutatingAdmissionPolicyBinding", {})
	not policies.policy with input as of("MutatingAdmissionPolicyBinding", {})
	not policies.binding with input as of("MutatingAdmissionPolicy", {})
	not policies.policy with input as object.union(of("MutatingAdmissionPolicy", {}), {"apiVersion": "shop.example/v1"})
	not policies.policy with input as {"request": {"object": of("MutatingAdmissionPolicy", {}), "subResource": "status"}}
	policies.policy with input as object.union(of("MutatingAdmissionPolicy", {}), {"apiVersion": "admissionregistration.k8s.io/v1alpha1"})
}

test_what_is_matched_is_read_where_it_is if {
	match := {"resourceRules": [{"operations": ["*"]}], "excludeResourceRules": [{"operations": ["CREATE"]}]}
	every one in [of("ValidatingAdmissionPolicy", {"matchConstraints": match}), of("MutatingAdmissionPolicyBinding", {"matchResources": match})] {
		policies.match(one) == match
		policies.rules(one) == [{"operations": ["*"]}]
		policies.excluding(one) == [{"operations": ["CREATE"]}]
	}
	policies.match(of("ValidatingAdmissionPolicyBinding", {"matchConstraints": match})) == {}
	policies.rules(of("ValidatingAdmissionPolicy", {"matchConstraints": null})) == []
	policies.excluding(of("ValidatingAdmissionPolicy", {})) == []
}

test_policies_fail_where_they_say_nothing_else if {
	policies.failure_policy(of("ValidatingAdmissionPolicy", {})) == "Fail"
	policies.failure_policy(of("ValidatingAdmissionPolicy", {"failurePolicy": null})) == "Fail"
	policies.failure_policy(of("ValidatingAdmissionPolicy", {"failurePolicy": "Ignore"})) == "Ignore"
}

test_requirements_are_labels_and_expressions if {
	selector := {"matchLabels": {"a": "x"}, "matchExpressions": [{"key": "b", "operator": "NotIn", "values": ["y"]}, {"key": "c", "operator": "Exists"}, {}]}
	policies.requirements(of("ValidatingAdmissionPolicy", {"matchConstraints": {"objectSelector": selector}}), "objectSelector") == [
		{"key": "a", "operator": "In", "values": {"x"}},
		{"key": "b", "operator": "NotIn", "values": {"y"}},
		{"key": "c", "operator": "Exists", "values": set()},
		{"key": "", "operator": "", "values": set()},
	]
	policies.requirements(of("ValidatingAdmissionPolicy", {"matchConstraints": {"objectSelector": selector}}), "namespaceSelector") == []
}

test_bindings_and_policies_find_each_other_in_any_version if {
	named := of("ValidatingAdmissionPolicyBinding", {"policyName": "a"})
	other := of("ValidatingAdmissionPolicyBinding", {"policyName": "b"})
	old := object.union(named, {"apiVersion": "admissionregistration.k8s.io/v1beta1", "metadata": {"name": "b"}})
	patching := of("MutatingAdmissionPolicyBinding", {"policyName": "a"})
	held := {"cluster": {
		"admissionregistration.k8s.io/v1": {"ValidatingAdmissionPolicyBinding": {"x": named, "y": other}, "MutatingAdmissionPolicyBinding": {"z": patching}},
		"admissionregistration.k8s.io/v1beta1": {
			"ValidatingAdmissionPolicyBinding": {"x": old},
			"ValidatingAdmissionPolicy": {"a": of("ValidatingAdmissionPolicy", {})},
		},
		"shop.example/v1": {"ValidatingAdmissionPolicyBinding": {"v": other}, "ValidatingAdmissionPolicy": {"b": of("ValidatingAdmissionPolicy", {"a": 1})}},
	}}
	policies.bindings_of(of("ValidatingAdmissionPolicy", {})) == {named, old} with data.inventory as held
	policies.bindings_of(of("MutatingAdmissionPolicy", {})) == {patching} with data.inventory as held
	policies.bindings_of(of("MutatingAdmissionPolicy", {})) == set()
	policies.policies_of(named) == {of("ValidatingAdmissionPolicy", {})} with data.inventory as held
	policies.policies_of(other) == set() with data.inventory as held
	policies.policies_of(patching) == set() with data.inventory as held
	policies.policies_of(named) == set()
	policies.names({old, patching}) == ["a", "b"]
	policies.names({{}}) == [""]
}
