package pss.restricted.run_as_non_root_test

import data.pss.restricted.run_as_non_root as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, spec) := {"request": {"object": pod(spec)}, "parameters": {"policyVersion": version}}

setting(value) := {"securityContext": {"runAsNonRoot": value}}

container(name, value) := object.union({"name": name}, setting(value))

must_not(who) := {sprintf("runAsNonRoot != true (%s must not set securityContext.runAsNonRoot=false)", [who])}

must(who) := {sprintf("runAsNonRoot != true (pod or %s must set securityContext.runAsNonRoot=true)", [who])}

test_allow_a_pod_that_sets_true if {
	policy.deny == set() with input as pod(object.union(setting(true), {"containers": [{"name": "a"}, container("b", null)]}))
}

test_allow_containers_that_all_set_true if {
	policy.deny == set() with input as pod({
		"initContainers": [container("a", true)],
		"containers": [container("b", true)],
		"ephemeralContainers": [container("c", true)],
	})
}

test_deny_a_pod_that_sets_false_though_containers_set_true if {
	policy.deny == must_not("pod") with input as pod(object.union(setting(false), {"containers": [container("a", true)]}))
}

test_deny_a_container_that_sets_false_though_the_pod_sets_true if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		spec := object.union(setting(true), {list: [container("a", false)]})
		policy.deny == must_not(`container "a"`) with input as pod(spec)
	}
}

test_deny_names_pod_and_containers if {
	spec := object.union(setting(false), {"containers": [container("a", false), container("b", false), {"name": "c"}]})
	policy.deny == must_not(`pod and containers "a", "b"`) with input as pod(spec)
}

test_deny_containers_that_set_nothing if {
	policy.deny == must(`container "a"`) with input as pod({
		"initContainers": [{"name": "a"}],
		"containers": [container("b", true)],
	})
	policy.deny == must(`containers "a", "b"`) with input as pod({"containers": [container("a", null), {"name": "b"}]})
}

test_deny_windows_too if {
	policy.deny == must(`container "a"`) with input as pod({"os": {"name": "windows"}, "containers": [{"name": "a"}]})
}

test_a_user_namespace_relaxes_from_1_35 if {
	spec := object.union(setting(false), {"hostUsers": false, "containers": [{"name": "a"}]})
	policy.deny == set() with input as at("v1.35", spec)
	policy.deny == must_not("pod") with input as at("v1.34", spec)
}

test_host_users_true_or_null_relaxes_nothing if {
	every value in [true, null] {
		policy.deny == must(`container "a"`) with input as pod({"hostUsers": value, "containers": [{"name": "a"}]})
	}
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", {})
}
