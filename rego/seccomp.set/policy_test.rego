package seccomp.set_test

import data.seccomp.set as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

asked(spec, allow_unset) := {"request": {"object": pod(spec)}, "parameters": {"allowUnsetIfKubeletDefault": allow_unset}}

setting(type) := {"securityContext": {"seccompProfile": {"type": type}}}

container(name, type) := object.union({"name": name}, setting(type))

wrong(details) := {sprintf(`seccomp profile must be "RuntimeDefault" or "Localhost" (%s)`, [details])}

test_allow_profiles_of_the_pod_or_of_every_container if {
	every type in ["RuntimeDefault", "Localhost"] {
		policy.deny == set() with input as pod(object.union(setting(type), {"containers": [{"name": "a"}]}))
		policy.deny == set() with input as pod({"containers": [container("a", type)], "initContainers": [container("b", type)]})
	}
}

test_deny_containers_in_visiting_order if {
	policy.deny == wrong(`container "z" has "Unconfined"; container "a" has none`) with input as pod({
		"containers": [{"name": "a"}, container("b", "Localhost")],
		"initContainers": [container("z", "Unconfined")],
	})
}

test_deny_what_is_inherited if {
	spec := object.union(setting("Unconfined"), {"containers": [container("a", "RuntimeDefault")], "ephemeralContainers": [{"name": "b"}]})
	policy.deny == wrong(`container "b" has "Unconfined"`) with input as pod(spec)
}

test_allow_a_pod_that_every_container_overrides if {
	spec := object.union(setting("Unconfined"), {"containers": [container("a", "RuntimeDefault")]})
	policy.deny == set() with input as pod(spec)
}

test_deny_unknown_types_and_a_profile_without_one if {
	policy.deny == wrong(`container "a" has "runtimeDefault"`) with input as pod({"containers": [container("a", "runtimeDefault")]})
	spec := object.union(setting("RuntimeDefault"), {"containers": [{"name": "a", "securityContext": {"seccompProfile": {}}}]})
	policy.deny == wrong(`container "a" has ""`) with input as pod(spec)
}

test_a_null_profile_is_none if {
	policy.deny == wrong(`container "a" has none`) with input as pod({"containers": [{"name": "a", "securityContext": {"seccompProfile": null}}]})
}

test_unset_is_allowed_where_kubelets_have_a_default if {
	policy.deny == set() with input as asked({"containers": [{"name": "a"}]}, "true")
	policy.deny == wrong(`container "a" has "Unconfined"`) with input as asked({"containers": [container("a", "Unconfined")]}, "true")
	policy.deny == wrong(`container "a" has none`) with input as asked({"containers": [{"name": "a"}]}, "false")
}

test_allow_windows if {
	policy.deny == set() with input as pod({"os": {"name": "windows"}, "containers": [{"name": "a"}]})
}

test_deny_bad_params if {
	wanted := {`invalid params (allowUnsetIfKubeletDefault must be "true" or "false", is "yes")`}
	policy.deny == wanted with input as asked({"containers": [{"name": "a"}]}, "yes")
}
