package win.host_process_user_test

import data.win.host_process_user as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

options(host_process, user) := {"windowsOptions": {"hostProcess": host_process, "runAsUserName": user}}

container(name, host_process, user) := {"name": name, "securityContext": options(host_process, user)}

forbidden(who, users) := {sprintf(
	"forbidden HostProcess account (%s must set securityContext.windowsOptions.runAsUserName to one of %s)",
	[who, users],
)}

test_deny_other_accounts_and_none if {
	policy.deny == forbidden(`containers "b", "c"`, `"NT AUTHORITY\Local service"`) with input as pod({"containers": [
		container("a", true, `NT AUTHORITY\Local service`),
		container("b", true, `NT AUTHORITY\SYSTEM`),
		container("c", true, null),
	]})
}

test_the_pods_account_is_inherited if {
	policy.deny == set() with input as pod({
		"securityContext": options(true, `nt authority\LOCAL SERVICE`),
		"containers": [{"name": "a"}],
	})
	policy.deny == forbidden(`container "a"`, `"NT AUTHORITY\Local service"`) with input as pod({
		"securityContext": options(true, `NT AUTHORITY\Local service`),
		"initContainers": [container("a", null, "hpc")],
	})
}

test_accounts_are_a_param if {
	asked := {"parameters": {"allowedUsers": "HPC,operators"}, "request": {"object": pod({"containers": [
		container("a", true, "hpc"),
		container("b", true, "ann"),
	]})}}
	policy.deny == forbidden(`container "b"`, `"HPC", "operators"`) with input as asked
}

test_allow_other_containers if {
	policy.deny == set() with input as pod({"containers": [container("a", false, "ann"), {"name": "b"}]})
}
