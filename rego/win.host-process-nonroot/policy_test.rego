package win.host_process_nonroot_test

import data.win.host_process_nonroot as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

host_process(non_root) := {"runAsNonRoot": non_root, "windowsOptions": {"hostProcess": true}}

told(who) := {sprintf("runAsNonRoot of HostProcess (%s must not have securityContext.runAsNonRoot=true)", [who])}

test_deny_the_pods_value if {
	policy.deny == told(`container "a"`) with input as pod({
		"securityContext": host_process(true),
		"containers": [{"name": "a"}, {"name": "b", "securityContext": {"runAsNonRoot": false}}],
	})
}

test_deny_a_containers_value if {
	policy.deny == told(`containers "a", "c"`) with input as pod({
		"initContainers": [{"name": "a", "securityContext": host_process(true)}],
		"containers": [{"name": "b", "securityContext": host_process(null)}],
		"ephemeralContainers": [{"name": "c", "securityContext": host_process(true)}],
	})
}

test_allow_false_null_and_missing if {
	policy.deny == set() with input as pod({"securityContext": host_process(false), "containers": [{"name": "a"}]})
	policy.deny == set() with input as pod({"containers": [{"name": "a", "securityContext": host_process(null)}]})
}

test_allow_without_host_process if {
	policy.deny == set() with input as pod({"securityContext": {"runAsNonRoot": true}, "containers": [{"name": "a"}]})
}
