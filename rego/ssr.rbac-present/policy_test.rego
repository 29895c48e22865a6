package ssr.rbac_present_test

import data.ssr.rbac_present as policy

role(rules) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRole",
	"metadata": {"name": "system:basic-user"},
	"rules": rules,
}

rule(groups, resources, verbs) := {"apiGroups": groups, "resources": resources, "verbs": verbs}

question := rule(["authentication.k8s.io"], ["selfsubjectreviews"], ["create"])

at(version) := {"request": {"object": role([])}, "parameters": {"clusterVersion": version}}

missing := {"whoami is not allowed (no rule of system:basic-user allows to create selfsubjectreviews)"}

test_allow_the_question_and_what_includes_it if {
	every one in [
		question, rule(["*"], ["selfsubjectreviews"], ["create"]), rule(["authentication.k8s.io"], ["*"], ["create"]),
		rule(["a", "authentication.k8s.io"], ["b", "selfsubjectreviews"], ["*"]),
	] {
		policy.deny == set() with input as role([one])
	}
}

test_deny_a_role_without_it if {
	every rules in [null, [], [rule(["authentication.k8s.io"], ["selfsubjectreviews"], ["get"])], [object.union(question, {"resourceNames": ["a"]})]] {
		policy.deny == missing with input as role(rules)
	}
	policy.deny == missing with input as role([
		rule(["authorization.k8s.io"], ["selfsubjectreviews"], ["create"]),
		rule(["authentication.k8s.io"], ["tokenreviews"], ["create"]),
	])
}

test_allow_before_1_28 if {
	policy.deny == set() with input as at("v1.27")
	policy.deny == missing with input as at("v1.28")
}

test_allow_other_roles if {
	policy.deny == set() with input as object.union(role([]), {"metadata": {"name": "system:discovery"}})
	policy.deny == set() with input as object.union(role([]), {"kind": "Role"})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.27")`} with input as at("1.27")
}
