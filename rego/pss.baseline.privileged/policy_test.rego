package pss.baseline.privileged_test

import data.pss.baseline.privileged as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

container(name, value) := {"name": name, "securityContext": {"privileged": value}}

test_deny_each_list_of_containers if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		policy.deny == {`privileged (container "a" must not set securityContext.privileged=true)`} with input as pod({list: [container("a", true)]})
	}
}

test_deny_names_only_the_privileged if {
	policy.deny == {`privileged (containers "a", "c" must not set securityContext.privileged=true)`} with input as pod({
		"containers": [container("b", false), container("c", true)],
		"initContainers": [container("a", true)],
	})
}

test_allow_false_null_and_missing if {
	policy.deny == set() with input as pod({"containers": [
		container("a", false),
		container("b", null),
		{"name": "c", "securityContext": null},
		{"name": "d"},
	]})
}
