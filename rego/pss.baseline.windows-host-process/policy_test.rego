package pss.baseline.windows_host_process_test

import data.pss.baseline.windows_host_process as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

host_process(value) := {"windowsOptions": {"hostProcess": value}}

container(name, value) := {"name": name, "securityContext": host_process(value)}

test_deny_the_pod if {
	policy.deny == {"hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)"} with input as pod({
		"securityContext": host_process(true),
		"containers": [{"name": "a"}],
	})
}

test_deny_containers_without_the_pod if {
	policy.deny == {`hostProcess (containers "a", "c" must not set securityContext.windowsOptions.hostProcess=true)`} with input as pod({
		"initContainers": [container("a", true)],
		"containers": [container("b", false)],
		"ephemeralContainers": [container("c", true)],
	})
}

test_deny_both if {
	policy.deny == {`hostProcess (pod and container "a" must not set securityContext.windowsOptions.hostProcess=true)`} with input as pod({
		"securityContext": host_process(true),
		"containers": [container("a", true)],
	})
}

test_allow_false_null_and_missing if {
	policy.deny == set() with input as pod({
		"securityContext": host_process(false),
		"containers": [container("a", null), {"name": "b", "securityContext": {"windowsOptions": null}}],
	})
}
