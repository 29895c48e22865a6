package lib.never_test

import data.lib.never

rule(resource) := {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": [resource]}

policy(match) := {"kind": "ValidatingAdmissionPolicy", "spec": {"matchConstraints": match}}

binding(match) := {"kind": "ValidatingAdmissionPolicyBinding", "spec": {"matchResources": match}}

must(key, operator) := {"matchExpressions": [{"key": key, "operator": operator}]}

contradictory := {"matchExpressions": [{"key": "a", "operator": "Exists"}, {"key": "a", "operator": "DoesNotExist"}]}

common := "their resourceRules have nothing in common"

left_out := "excludeResourceRules leave out the other's resourceRules"

of_labels := `namespaceSelectors: no labels meet what is said of "a"`

test_alone if {
	every match in [
		{"resourceRules": [rule("pods")]}, {}, {"resourceRules": [rule("Pods"), rule("pods")]},
		{"resourceRules": [rule("nodes")], "namespaceSelector": contradictory}, {"namespaceSelector": contradictory},
	] {
		never.alone(policy(match)) == []
	}
	never.alone(policy({"resourceRules": [rule("Pods")]})) == [`rule 1: no resource is named "Pods"`]
	never.alone(policy({"objectSelector": contradictory})) == [`objectSelector: no labels meet what is said of "a"`]
	never.alone(policy({"resourceRules": [rule("pods")], "namespaceSelector": contradictory})) == [`namespaceSelector: no labels meet what is said of "a"`]
	conditions := {"spec": {"matchConditions": [{"name": "a", "expression": " false"}, {"name": "b", "expression": "true"}]}}
	never.alone(object.union(policy({}), conditions)) == [`matchCondition "a" is false`]
}

test_together if {
	pods := policy({"resourceRules": [rule("pods")]})
	never.together(pods, binding({})) == []
	never.together(pods, binding({"resourceRules": [rule("services"), rule("pods")]})) == []
	never.together(pods, binding({"resourceRules": [rule("services")]})) == [common]
	never.together(pods, binding({"excludeResourceRules": [rule("*")]})) == [left_out]
	never.together(policy({"resourceRules": [rule("*")], "excludeResourceRules": [rule("pods")]}), binding({"resourceRules": [rule("pods")]})) == [left_out]
	never.together(pods, binding({"excludeResourceRules": [rule("services")]})) == []
	some_namespaces := policy({"resourceRules": [rule("pods")], "namespaceSelector": must("a", "Exists")})
	never.together(some_namespaces, binding({"namespaceSelector": must("a", "DoesNotExist")})) == [of_labels]
	never.together(some_namespaces, binding({"namespaceSelector": must("b", "DoesNotExist")})) == []
}

test_versions_matter_where_both_are_exact if {
	exact := policy({"resourceRules": [rule("pods")], "matchPolicy": "Exact"})
	other := object.union(rule("pods"), {"apiVersions": ["v2"]})
	never.together(exact, binding({"resourceRules": [other], "matchPolicy": "Exact"})) == [common]
	never.together(exact, binding({"resourceRules": [other]})) == []
	never.together(policy({"resourceRules": [rule("pods")]}), binding({"resourceRules": [other], "matchPolicy": "Exact"})) == []
}
