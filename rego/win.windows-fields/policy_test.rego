package win.windows_fields_test

import data.win.windows_fields as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

options := {"windowsOptions": {"runAsUserName": "ContainerUser"}}

told(who) := {sprintf("Windows options on a Linux pod (%s must not set securityContext.windowsOptions)", [who])}

test_deny_the_pod_and_containers_of_all_lists if {
	policy.deny == told(`pod and containers "a", "c"`) with input as pod({
		"os": {"name": "linux"},
		"securityContext": {"windowsOptions": {}},
		"initContainers": [{"name": "a", "securityContext": options}],
		"containers": [{"name": "b", "securityContext": {"windowsOptions": null}}],
		"ephemeralContainers": [{"name": "c", "securityContext": options}],
	})
}

test_allow_windows_and_no_system if {
	policy.deny == set() with input as pod({"os": {"name": "windows"}, "securityContext": options})
	policy.deny == set() with input as pod({"os": null, "securityContext": options})
	policy.deny == set() with input as pod({"securityContext": options, "containers": [{"name": "a", "securityContext": options}]})
}

test_allow_linux_without if policy.deny == set() with input as pod({"os": {"name": "linux"}, "securityContext": null, "containers": [{"name": "a"}]})
