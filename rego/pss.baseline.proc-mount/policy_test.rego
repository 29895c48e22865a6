package pss.baseline.proc_mount_test

import data.pss.baseline.proc_mount as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, object) := {"request": {"object": object}, "parameters": {"policyVersion": version}}

container(name, value) := {"name": name, "securityContext": {"procMount": value}}

test_deny_names_containers_in_visiting_order_and_values_sorted if {
	policy.deny == {`procMount (containers "z", "a" must not set securityContext.procMount to "Unmasked", "unmasked")`} with input as pod({
		"containers": [container("a", "Unmasked"), container("b", "Default")],
		"initContainers": [container("z", "unmasked")],
	})
}

test_deny_an_empty_value if {
	policy.deny == {`procMount (container "a" must not set securityContext.procMount to "")`} with input as pod({"containers": [container("a", "")]})
}

test_a_user_namespace_relaxes_from_v1_35 if {
	namespaced := pod({"hostUsers": false, "containers": [container("a", "Unmasked")]})
	policy.deny == {`procMount (container "a" must not set securityContext.procMount to "Unmasked")`} with input as at("v1.34", namespaced)
	policy.deny == set() with input as at("v1.35", namespaced)
}

test_deny_with_host_users_true_or_null_at_latest if {
	every value in [true, null] {
		policy.deny == {`procMount (container "a" must not set securityContext.procMount to "Unmasked")`} with input as pod({
			"hostUsers": value,
			"containers": [container("a", "Unmasked")],
		})
	}
}

test_allow_default_null_and_missing if {
	policy.deny == set() with input as pod({"containers": [container("a", "Default"), container("b", null), {"name": "c"}]})
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", pod({"containers": [container("a", "Unmasked")]}))
}
