package pss.restricted.seccomp_test

import data.pss.restricted.seccomp as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, spec) := {"request": {"object": pod(spec)}, "parameters": {"policyVersion": version}}

setting(type) := {"securityContext": {"seccompProfile": {"type": type}}}

container(name, type) := object.union({"name": name}, setting(type))

must_not(who, types) := {sprintf("seccompProfile (%s must not set securityContext.seccompProfile.type to %s)", [who, types])}

must(who) := {sprintf(
	"seccompProfile (pod or %s must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")",
	[who],
)}

test_allow_a_pod_with_a_profile if {
	every type in ["RuntimeDefault", "Localhost"] {
		policy.deny == set() with input as pod(object.union(setting(type), {"containers": [{"name": "a"}]}))
	}
}

test_allow_containers_that_all_have_a_profile if {
	policy.deny == set() with input as pod({
		"initContainers": [container("a", "Localhost")],
		"containers": [container("b", "RuntimeDefault")],
	})
}

test_deny_a_pod_that_is_unconfined_though_containers_are_not if {
	spec := object.union(setting("Unconfined"), {"containers": [container("a", "RuntimeDefault")]})
	policy.deny == must_not("pod", `"Unconfined"`) with input as pod(spec)
}

test_deny_a_container_that_is_unconfined_though_the_pod_is_not if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		spec := object.union(setting("RuntimeDefault"), {list: [container("a", "Unconfined")]})
		policy.deny == must_not(`container "a"`, `"Unconfined"`) with input as pod(spec)
	}
}

test_deny_names_pod_containers_and_types if {
	spec := object.union(setting("Unconfined"), {"containers": [container("a", "unconfined"), container("b", "Unconfined")]})
	policy.deny == must_not(`pod and containers "a", "b"`, `"Unconfined", "unconfined"`) with input as pod(spec)
}

test_deny_a_profile_without_a_type if {
	spec := {"securityContext": {"seccompProfile": {}}, "containers": [{"name": "a"}]}
	policy.deny == must_not("pod", `""`) with input as pod(spec)
}

test_deny_containers_without_a_profile if {
	policy.deny == must(`container "a"`) with input as pod({
		"initContainers": [{"name": "a"}],
		"containers": [container("b", "RuntimeDefault")],
	})
	null_profile := {"securityContext": {"seccompProfile": null}}
	spec := object.union(null_profile, {"containers": [object.union({"name": "a"}, null_profile), {"name": "b"}]})
	policy.deny == must(`containers "a", "b"`) with input as pod(spec)
}

test_the_rule_begins_with_1_19 if {
	spec := {"containers": [{"name": "a"}]}
	policy.deny == set() with input as at("v1.18", spec)
	policy.deny == must(`container "a"`) with input as at("v1.19", spec)
}

test_windows_is_exempt_from_1_25 if {
	unset := {"os": {"name": "windows"}, "containers": [{"name": "a"}]}
	unconfined := object.union(unset, setting("Unconfined"))
	policy.deny == must(`container "a"`) with input as at("v1.24", unset)
	policy.deny == must_not("pod", `"Unconfined"`) with input as at("v1.24", unconfined)
	policy.deny == set() with input as at("v1.25", unset)
	policy.deny == set() with input as at("v1.25", unconfined)
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", {})
}
