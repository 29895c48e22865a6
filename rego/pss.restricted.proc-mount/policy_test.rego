package pss.restricted.proc_mount_test

import data.pss.restricted.proc_mount as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, spec) := {"request": {"object": pod(spec)}, "parameters": {"policyVersion": version}}

container(name, value) := {"name": name, "securityContext": {"procMount": value}}

must_not(who, values) := {sprintf("procMount (%s must not set securityContext.procMount to %s)", [who, values])}

test_allow_default_null_and_missing if {
	policy.deny == set() with input as pod({"containers": [container("a", "Default"), container("b", null), {"name": "c"}]})
}

test_deny_each_list_of_containers if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		policy.deny == must_not(`container "a"`, `"Unmasked"`) with input as pod({list: [container("a", "Unmasked")]})
	}
}

test_deny_names_containers_and_values if {
	containers := [container("a", "unmasked"), container("b", "Default"), container("c", "Unmasked"), container("d", "")]
	policy.deny == must_not(`containers "a", "c", "d"`, `"", "Unmasked", "unmasked"`) with input as pod({"containers": containers})
}

test_a_user_namespace_relaxes_nothing if {
	spec := {"hostUsers": false, "containers": [container("a", "Unmasked")]}
	policy.deny == must_not(`container "a"`, `"Unmasked"`) with input as at("v1.35", spec)
}

test_the_rule_begins_with_1_35 if {
	spec := {"containers": [container("a", "Unmasked")]}
	policy.deny == set() with input as at("v1.34", spec)
	policy.deny == must_not(`container "a"`, `"Unmasked"`) with input as at("latest", spec)
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", {})
}
