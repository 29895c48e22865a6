package pss.baseline.host_ports_test

import data.pss.baseline.host_ports as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

with_ports(name, ports) := {"name": name, "ports": [{"containerPort": 80, "hostPort": port} | some port in ports]}

test_deny_one if {
	policy.deny == {`hostPort (container "a" uses hostPort 8080)`} with input as pod({"initContainers": [with_ports("a", [8080])]})
}

test_deny_names_containers_in_visiting_order_and_ports_sorted_as_text if {
	policy.deny == {`hostPort (containers "z", "a" use hostPorts 443, 80, 8080)`} with input as pod({
		"containers": [with_ports("a", [80, 443, 0])],
		"initContainers": [with_ports("z", [8080, 80])],
	})
}

test_deny_two_containers_with_one_port if {
	policy.deny == {`hostPort (containers "a", "b" use hostPort 80)`} with input as pod({"containers": [
		with_ports("a", [80]),
		with_ports("b", [80]),
	]})
}

test_allow_zero_null_and_missing if {
	policy.deny == set() with input as pod({"containers": [
		with_ports("a", [0, null]),
		{"name": "b", "ports": [{"containerPort": 80}]},
		{"name": "c", "ports": null},
	]})
}
