package pss.restricted.run_as_user_test

import data.pss.restricted.run_as_user as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, spec) := {"request": {"object": pod(spec)}, "parameters": {"policyVersion": version}}

setting(value) := {"securityContext": {"runAsUser": value}}

container(name, value) := object.union({"name": name}, setting(value))

must_not(who) := {sprintf("runAsUser=0 (%s must not set runAsUser=0)", [who])}

test_allow_other_users_null_and_missing if {
	policy.deny == set() with input as pod(object.union(setting(null), {"containers": [
		container("a", 1),
		container("b", null),
		{"name": "c", "securityContext": null},
		{"name": "d"},
	]}))
}

test_deny_a_pod_that_is_root_though_containers_are_not if {
	policy.deny == must_not("pod") with input as pod(object.union(setting(0), {"containers": [container("a", 1000)]}))
}

test_deny_each_list_of_containers if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		policy.deny == must_not(`container "a"`) with input as pod(object.union(setting(1), {list: [container("a", 0)]}))
	}
}

test_deny_names_pod_and_containers if {
	spec := object.union(setting(0), {"containers": [container("a", 0), container("b", 0)]})
	policy.deny == must_not(`pod and containers "a", "b"`) with input as pod(spec)
}

test_the_rule_begins_with_1_23 if {
	policy.deny == set() with input as at("v1.22", setting(0))
	policy.deny == must_not("pod") with input as at("v1.23", setting(0))
}

test_a_user_namespace_relaxes_from_1_35 if {
	spec := object.union(setting(0), {"hostUsers": false})
	policy.deny == must_not("pod") with input as at("v1.34", spec)
	policy.deny == set() with input as at("v1.35", spec)
}

test_host_users_true_or_null_relaxes_nothing if {
	every value in [true, null] {
		policy.deny == must_not("pod") with input as pod(object.union(setting(0), {"hostUsers": value}))
	}
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", {})
}
