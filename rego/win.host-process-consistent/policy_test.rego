package win.host_process_consistent_test

import data.win.host_process_consistent as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

host_process(value) := {"windowsOptions": {"hostProcess": value}}

container(name, value) := {"name": name, "securityContext": host_process(value)}

test_deny_containers_that_contradict_the_pod if {
	policy.deny == {`inconsistent hostProcess (container "b" must set securityContext.windowsOptions.hostProcess as the pod does)`} with input as pod({
		"hostNetwork": true,
		"securityContext": host_process(false),
		"containers": [container("b", true)],
	})
}

test_deny_a_pod_that_is_host_process_in_part if {
	policy.deny == {`inconsistent hostProcess (containers "b", "c" must be HostProcess, as the others are)`} with input as pod({
		"hostNetwork": true,
		"initContainers": [container("a", true)],
		"containers": [container("b", null)],
		"ephemeralContainers": [container("c", false)],
	})
}

test_deny_host_process_without_the_host_network if {
	policy.deny == {"inconsistent hostProcess (hostNetwork must be true)"} with input as pod({
		"hostNetwork": null,
		"securityContext": host_process(true),
		"containers": [container("a", null)],
	})
}

test_allow_all_or_none if {
	policy.deny == set() with input as pod({
		"hostNetwork": true,
		"securityContext": host_process(true),
		"containers": [container("a", null), container("b", true)],
	})
	policy.deny == set() with input as pod({"securityContext": host_process(false), "containers": [container("a", null), {"name": "b"}]})
	policy.deny == set() with input as pod({"hostNetwork": true, "containers": [{"name": "a"}]})
}
