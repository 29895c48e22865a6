package win.linux_fields_test

import data.win.linux_fields as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

windows(spec) := pod(object.union({"os": {"name": "windows"}, "containers": [{"name": "a"}]}, spec))

told(details) := {sprintf("Linux fields on a Windows pod (%s)", [details])}

test_deny_each_field_of_the_pod if {
	every field in ["hostUsers", "resources", "shareProcessNamespace"] {
		policy.deny == told(sprintf("pod must not set %s", [field])) with input as windows({field: false})
	}
	every field in ["hostIPC", "hostPID"] {
		policy.deny == told(sprintf("pod must not set %s", [field])) with input as windows({field: true})
		policy.deny == set() with input as windows({field: false})
	}
}

test_deny_each_field_of_the_pods_context if {
	every field in policy.context_fields {
		policy.deny == told(sprintf("pod must not set securityContext.%s", [field])) with input as windows({"securityContext": {field: 0}})
		policy.deny == set() with input as windows({"securityContext": {field: null}})
	}
	every field in ["supplementalGroups", "sysctls"] {
		policy.deny == told(sprintf("pod must not set securityContext.%s", [field])) with input as windows({"securityContext": {field: [1]}})
		policy.deny == set() with input as windows({"securityContext": {field: []}})
	}
}

test_deny_each_field_of_a_container if {
	every field in policy.container_fields {
		wanted := told(sprintf(`container "a" must not set securityContext.%s`, [field]))
		policy.deny == wanted with input as windows({"containers": [{"name": "a", "securityContext": {field: false}}]})
	}
}

test_deny_lists_all_in_order if {
	wanted := told(concat("; ", [
		"pod must not set hostPID, hostUsers, securityContext.fsGroup, securityContext.sysctls",
		`container "a" must not set securityContext.capabilities, securityContext.privileged`,
		`container "b" must not set securityContext.runAsUser`,
	]))
	policy.deny == wanted with input as windows({
		"hostPID": true,
		"hostUsers": false,
		"securityContext": {"sysctls": [{"name": "x"}], "fsGroup": 0},
		"initContainers": [{"name": "a", "securityContext": {"privileged": false, "capabilities": {}}}],
		"containers": [{"name": "b", "securityContext": {"runAsUser": 0}}, {"name": "c"}],
	})
}

test_allow_what_windows_knows if {
	options := {"runAsNonRoot": true, "windowsOptions": {"hostProcess": true}}
	policy.deny == set() with input as windows({"securityContext": options, "containers": [{"name": "a", "securityContext": options}]})
}

test_allow_other_pods if {
	policy.deny == set() with input as pod({"os": {"name": "linux"}, "hostUsers": false})
	policy.deny == set() with input as pod({"nodeSelector": {"kubernetes.io/os": "windows"}, "hostUsers": false})
}
