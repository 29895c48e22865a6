package pss.baseline.probe_lifecycle_host_test

import data.pss.baseline.probe_lifecycle_host as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, object) := {"request": {"object": object}, "parameters": {"policyVersion": version}}

handler(host) := {"httpGet": {"port": 80, "host": host}}

test_deny_each_place_of_a_host if {
	places := [
		{"livenessProbe": {"httpGet": {"host": "h"}}},
		{"livenessProbe": {"tcpSocket": {"host": "h"}}},
		{"readinessProbe": {"httpGet": {"host": "h"}}},
		{"readinessProbe": {"tcpSocket": {"host": "h"}}},
		{"startupProbe": {"httpGet": {"host": "h"}}},
		{"startupProbe": {"tcpSocket": {"host": "h"}}},
		{"lifecycle": {"postStart": {"httpGet": {"host": "h"}}}},
		{"lifecycle": {"postStart": {"tcpSocket": {"host": "h"}}}},
		{"lifecycle": {"preStop": {"httpGet": {"host": "h"}}}},
		{"lifecycle": {"preStop": {"tcpSocket": {"host": "h"}}}},
	]
	every place in places {
		policy.deny == {`probe or lifecycle host (container "a" uses probe or lifecycle host "h")`} with input as pod({"containers": [object.union({"name": "a"}, place)]})
	}
}

test_deny_names_and_hosts_are_sorted if {
	policy.deny == {`probe or lifecycle host (containers "a", "z" use probe or lifecycle hosts "127.0.0.1", "::1", "h")`} with input as pod({
		"initContainers": [{"name": "z", "startupProbe": handler("h"), "livenessProbe": handler("::1")}],
		"containers": [{"name": "a", "livenessProbe": handler("127.0.0.1"), "readinessProbe": handler("h")}],
	})
}

test_hosts_count_from_v1_34 if {
	named := pod({"containers": [{"name": "a", "livenessProbe": handler("h")}]})
	policy.deny == set() with input as at("v1.33", named)
	policy.deny == {`probe or lifecycle host (container "a" uses probe or lifecycle host "h")`} with input as at("v1.34", named)
}

test_allow_no_host if {
	policy.deny == set() with input as pod({"containers": [
		{"name": "a", "livenessProbe": handler(""), "readinessProbe": handler(null), "lifecycle": null},
		{"name": "b", "livenessProbe": {"grpc": {"port": 1, "service": "s"}}},
	]})
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", pod({}))
}
