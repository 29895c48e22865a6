package sysctl.low_port_without_root_test

import data.sysctl.low_port_without_root as policy

container(name, ports) := {"name": name, "ports": [{"containerPort": port} | some port in ports]}

pod(fields) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": object.union(
	{"securityContext": {"runAsNonRoot": true}, "containers": [container("app", [80])]},
	fields,
)}

starting(value) := pod({"securityContext": {"sysctls": [{"name": "net.ipv4.ip_unprivileged_port_start", "value": value}]}})

asked(parameters, object) := {"request": {"object": object}, "parameters": parameters}

warned := {`low ports without root (container "app" declares 80; net.ipv4.ip_unprivileged_port_start is not set)`}

test_warn_of_a_low_port if {
	policy.warn == warned with input as pod({})
	policy.warn == warned with input as starting("x")
	policy.warn == {`low ports without root (container "app" declares 80; net.ipv4.ip_unprivileged_port_start is 81)`} with input as starting("81")
}

test_warn_of_all_containers_in_their_order if {
	policy.warn == {`low ports without root (container "z" declares 53; container "a" declares 443, 80; net.ipv4.ip_unprivileged_port_start is not set)`} with input as pod({
		"initContainers": [container("z", [1024, 53]), container("calm", [8080])],
		"containers": [container("a", [443, 80]), container("none", [])],
	})
}

test_warn_of_a_port_below_a_raised_start if {
	raised := object.union(starting("2000"), {"spec": {"containers": [container("app", [1500, 2000])]}})
	policy.warn == {`low ports without root (container "app" declares 1500; net.ipv4.ip_unprivileged_port_start is 2000)`} with input as raised
}

test_allow_what_can_be_bound if {
	policy.warn == set() with input as starting("80")
	policy.warn == set() with input as starting("0")
	policy.warn == set() with input as pod({"containers": [container("app", [1024, 0])]})
	policy.warn == set() with input as pod({"containers": [{"name": "app", "ports": [{}]}, {"name": "bare"}]})
	policy.warn == set() with input as asked({"runtimeDefaultsZero": true}, pod({}))
}

test_allow_root_and_the_unknown if {
	policy.warn == set() with input as pod({"securityContext": {"runAsUser": 0}})
	policy.warn == set() with input as pod({"securityContext": {"runAsNonRoot": null}})
}

test_allow_where_there_is_no_network_of_its_own if {
	policy.warn == set() with input as pod({"hostNetwork": true})
	policy.warn == set() with input as pod({"os": {"name": "windows"}})
}

test_only_the_fields_that_count if {
	policy.warn == set() with input as asked({"assumeNonRootWhen": "runAsUser"}, pod({}))
	policy.warn == warned with input as asked({"assumeNonRootWhen": "runAsUser"}, pod({"securityContext": {"runAsUser": 1}}))
}

test_deny_invalid_params if {
	wanted := {`invalid params (assumeNonRootWhen must list "runAsNonRoot" or "runAsUser", has "root"; runtimeDefaultsZero must be "true" or "false", is "0")`}
	bad := {"assumeNonRootWhen": "runAsUser,root", "runtimeDefaultsZero": "0"}
	policy.deny == wanted with input as asked(bad, pod({}))
	policy.warn == set() with input as asked(bad, pod({}))
	policy.deny == set() with input as pod({})
	policy.deny == set() with input as asked(bad, {"apiVersion": "v1", "kind": "Service"})
}
