package seccomp.no_unconfined_test

import data.seccomp.no_unconfined as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

setting(type) := {"securityContext": {"seccompProfile": {"type": type}}}

container(name, type) := object.union({"name": name}, setting(type))

test_deny_the_pod_though_containers_override_it if {
	spec := object.union(setting("Unconfined"), {"containers": [container("a", "RuntimeDefault")]})
	policy.deny == {`forbidden seccomp profile (pod sets "Unconfined")`} with input as pod(spec)
}

test_deny_containers_in_every_list if {
	spec := object.union(setting("RuntimeDefault"), {
		"containers": [container("a", "Unconfined"), container("b", "Localhost")],
		"initContainers": [container("c", "unconfined")],
		"ephemeralContainers": [container("d", "Unconfined")],
	})
	wanted := `forbidden seccomp profile (container "c" sets "unconfined"; container "a" sets "Unconfined"; container "d" sets "Unconfined")`
	policy.deny == {wanted} with input as pod(spec)
}

test_deny_a_profile_without_a_type if {
	policy.deny == {`forbidden seccomp profile (pod sets "")`} with input as pod({"securityContext": {"seccompProfile": {}}})
}

test_allow_no_profile_and_profiles if {
	policy.deny == set() with input as pod({"containers": [{"name": "a"}], "securityContext": {"seccompProfile": null}})
	policy.deny == set() with input as pod(object.union(setting("Localhost"), {"containers": [container("a", "RuntimeDefault")]}))
}
