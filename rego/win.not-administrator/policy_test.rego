package win.not_administrator_test

import data.win.not_administrator as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

user(name) := {"windowsOptions": {"runAsUserName": name}}

test_deny_the_pods_account_where_it_is_inherited if {
	policy.deny == {`Windows administrator (container "a" runs as "ContainerAdministrator"; container "c" runs as "containeradministrator")`} with input as pod({
		"securityContext": user("ContainerAdministrator"),
		"initContainers": [{"name": "a"}],
		"containers": [{"name": "b", "securityContext": user("ContainerUser")}],
		"ephemeralContainers": [{"name": "c", "securityContext": user("containeradministrator")}],
	})
}

test_deny_in_every_domain if {
	policy.deny == {`Windows administrator (container "a" runs as "User Manager\ContainerAdministrator")`} with input as pod({"containers": [{
		"name": "a",
		"securityContext": user(`User Manager\ContainerAdministrator`),
	}]})
	policy.deny == set() with input as pod({"containers": [{"name": "a", "securityContext": user("NoContainerAdministrator")}]})
}

test_accounts_are_a_param if {
	asked := {"parameters": {"deniedUsers": `ann, nt authority\SYSTEM`}, "request": {"object": pod({"containers": [
		{"name": "a", "securityContext": user(`NT AUTHORITY\system`)},
		{"name": "b", "securityContext": user(`x\Ann`)},
		{"name": "c", "securityContext": user("system")},
		{"name": "d", "securityContext": user("ContainerAdministrator")},
	]})}}
	policy.deny == {`Windows administrator (container "a" runs as "NT AUTHORITY\system"; container "b" runs as "x\Ann")`} with input as asked
}

test_allow_none if {
	policy.deny == set() with input as pod({"securityContext": user(null), "containers": [{"name": "a"}]})
	policy.deny == set() with input as pod({"securityContext": user("ContainerAdministrator"), "containers": []})
}
