package pss.baseline.selinux_test

import data.pss.baseline.selinux as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, object) := {"request": {"object": object}, "parameters": {"policyVersion": version}}

options(values) := {"securityContext": {"seLinuxOptions": values}}

test_deny_types_sorted if {
	policy.deny == {concat("", [
		`seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: `,
		`types "spc_t", "unconfined_t")`,
	])} with input as pod(object.union(options({"type": "unconfined_t"}), {"containers": [
		object.union({"name": "a"}, options({"type": "spc_t"})),
		object.union({"name": "b"}, options({"type": "container_t"})),
	]}))
}

test_deny_user_and_role if {
	policy.deny == {"seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: user may not be set; role may not be set)"} with input as pod(options({
		"user": "u",
		"role": "r",
	}))
}

test_deny_all_three_of_an_ephemeral_container if {
	policy.deny == {concat("", [
		`seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: `,
		`type "spc_t"; user may not be set; role may not be set)`,
	])} with input as pod({"ephemeralContainers": [object.union({"name": "a"}, options({
		"type": "spc_t",
		"user": "u",
		"role": "r",
	}))]})
}

test_container_engine_t_is_allowed_from_v1_31 if {
	engine := pod(options({"type": "container_engine_t"}))
	policy.deny == {`seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "container_engine_t")`} with input as at("v1.30", engine)
	policy.deny == set() with input as at("v1.31", engine)
}

test_allow_default_types_and_any_level if {
	every type in ["", "container_t", "container_init_t", "container_kvm_t", null] {
		policy.deny == set() with input as at("v1.0", pod(options({"type": type, "level": "s0:c1", "user": "", "role": null})))
	}
	policy.deny == set() with input as pod(options(null))
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", pod(options({"user": "u"})))
}
