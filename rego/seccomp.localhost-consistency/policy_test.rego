package seccomp.localhost_consistency_test

import data.seccomp.localhost_consistency as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

setting(type, file) := {"securityContext": {"seccompProfile": {"type": type, "localhostProfile": file}}}

container(name, type, file) := object.union({"name": name}, setting(type, file))

test_deny_a_file_at_another_type if {
	wanted := concat("", [
		`localhostProfile without type "Localhost" (pod sets "a.json" at type "RuntimeDefault"; `,
		`container "i" sets "b.json" at type "Unconfined"; container "e" sets "c.json" at type "")`,
	])
	policy.deny == {wanted} with input as pod(object.union(setting("RuntimeDefault", "a.json"), {
		"initContainers": [container("i", "Unconfined", "b.json")],
		"containers": [container("a", "Localhost", "a.json")],
		"ephemeralContainers": [container("e", null, "c.json")],
	}))
}

test_allow_a_file_at_its_type_and_no_file if {
	policy.deny == set() with input as pod(setting("Localhost", "a.json"))
	policy.deny == set() with input as pod(setting("RuntimeDefault", null))
	policy.deny == set() with input as pod(setting("Unconfined", ""))
	policy.deny == set() with input as pod({"containers": [{"name": "a"}]})
}
