package ssr.rbac_no_anonymous_test

import data.ssr.rbac_no_anonymous as policy

binding(subjects) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": "whoami"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:basic-user"},
	"subjects": subjects,
}

subject(kind, name) := {"kind": kind, "name": name}

anonymous := subject("User", "system:anonymous")

unauthenticated := subject("Group", "system:unauthenticated")

at(version) := {"request": {"object": binding([anonymous])}, "parameters": {"clusterVersion": version}}

told(names) := {sprintf("system:basic-user for unknown users (bound to %s)", [names])}

test_deny_those_who_are_not_known if {
	policy.deny == told(`"system:anonymous"`) with input as binding([subject("Group", "system:authenticated"), anonymous, anonymous])
	policy.deny == told(`"system:unauthenticated"`) with input as binding([unauthenticated])
	policy.deny == told(`"system:unauthenticated", "system:anonymous"`) with input as binding([anonymous, unauthenticated])
}

test_allow_others if {
	policy.deny == set() with input as binding(null)
	policy.deny == set() with input as binding([
		subject("Group", "system:authenticated"), subject("Group", "system:anonymous"),
		subject("User", "system:unauthenticated"),
	])
	policy.deny == set() with input as object.union(binding([anonymous]), {"roleRef": {"name": "system:public-info-viewer"}})
	policy.deny == set() with input as object.union(binding([anonymous]), {"kind": "RoleBinding"})
}

test_allow_before_1_26 if {
	policy.deny == set() with input as at("v1.25")
	policy.deny == told(`"system:anonymous"`) with input as at("v1.26")
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.25")`} with input as at("1.25")
}
