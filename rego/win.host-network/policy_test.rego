package win.host_network_test

import data.win.host_network as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

windows(spec) := pod(object.union({"os": {"name": "windows"}, "hostNetwork": true, "containers": [{"name": "a"}]}, spec))

told := {"hostNetwork on a Windows pod (has no effect without hostProcess, the feature was withdrawn)"}

test_deny_the_host_network if {
	policy.deny == told with input as windows({})
	policy.deny == told with input as windows({"securityContext": {"windowsOptions": {"hostProcess": false}}})
}

test_allow_host_process if {
	policy.deny == set() with input as windows({"securityContext": {"windowsOptions": {"hostProcess": true}}})
	policy.deny == set() with input as windows({"containers": [{"name": "a", "securityContext": {"windowsOptions": {"hostProcess": true}}}]})
}

test_allow_other_networks_and_systems if {
	policy.deny == set() with input as windows({"hostNetwork": false})
	policy.deny == set() with input as windows({"hostNetwork": null})
	policy.deny == set() with input as windows({"os": {"name": "linux"}})
	policy.deny == set() with input as pod({"hostNetwork": true, "nodeSelector": {"kubernetes.io/os": "windows"}})
}
