package pss.restricted.allow_privilege_escalation_test

import data.pss.restricted.allow_privilege_escalation as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, spec) := {"request": {"object": pod(spec)}, "parameters": {"policyVersion": version}}

container(name, value) := {"name": name, "securityContext": {"allowPrivilegeEscalation": value}}

must(who) := {sprintf("allowPrivilegeEscalation != false (%s must set securityContext.allowPrivilegeEscalation=false)", [who])}

test_allow_false if policy.deny == set() with input as pod({"containers": [container("a", false)]})

test_deny_true_null_and_missing if {
	policy.deny == must(`containers "a", "b", "c", "d"`) with input as pod({"containers": [
		container("a", true),
		container("b", null),
		{"name": "c", "securityContext": null},
		{"name": "d"},
	]})
}

test_deny_each_list_of_containers if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		policy.deny == must(`container "a"`) with input as pod({list: [{"name": "a"}]})
	}
}

test_the_rule_begins_with_1_8 if {
	spec := {"containers": [{"name": "a"}]}
	policy.deny == set() with input as at("v1.7", spec)
	policy.deny == must(`container "a"`) with input as at("v1.8", spec)
}

test_windows_is_exempt_from_1_25 if {
	spec := {"os": {"name": "windows"}, "containers": [{"name": "a"}]}
	policy.deny == must(`container "a"`) with input as at("v1.24", spec)
	policy.deny == set() with input as at("v1.25", spec)
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", {})
}
