package seccomp.privileged_void_test

import data.seccomp.privileged_void as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

container(name, context) := {"name": name, "securityContext": context}

profile(type) := {"seccompProfile": {"type": type}}

privileged := {"privileged": true}

test_warn_of_privileged_containers_with_a_profile if {
	policy.warn == {`seccomp profile without effect (privileged containers "i", "a")`} with input as pod({
		"initContainers": [container("i", object.union(privileged, profile("Localhost")))],
		"containers": [container("a", object.union(privileged, profile("RuntimeDefault"))), container("b", profile("RuntimeDefault"))],
	})
}

test_warn_of_the_profile_of_the_pod if {
	policy.warn == {`seccomp profile without effect (privileged container "i")`} with input as pod({
		"securityContext": profile("RuntimeDefault"),
		"initContainers": [container("i", privileged)],
		"containers": [container("a", {"privileged": false}), container("b", null)],
	})
}

test_allow_privileged_containers_that_say_so if {
	policy.warn == set() with input as pod({"containers": [container("a", privileged)]})
	policy.warn == set() with input as pod({
		"securityContext": profile("RuntimeDefault"),
		"containers": [container("a", object.union(privileged, profile("Unconfined")))],
	})
}
