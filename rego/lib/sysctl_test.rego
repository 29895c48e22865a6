package lib.sysctl_test

import data.lib.sysctl

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

setting(name, values) := pod({"securityContext": {"sysctls": [{"name": name, "value": value} | some value in values]}})

both := ["runAsNonRoot", "runAsUser"]

test_sysctls_are_read_as_written if {
	sysctl.all == [] with input as pod({})
	sysctl.all == [] with input as pod({"securityContext": {"sysctls": null}})
	sysctl.all == [] with input as {"apiVersion": "v1", "kind": "Service"}
	sysctl.all == [{"name": "", "value": null}] with input as pod({"securityContext": {"sysctls": [{}]}})
	sysctl.names == ["a/b", "a/b"] with input as setting("a/b", ["1", "2"])
}

test_slashes_are_dots if sysctl.dotted("net/ipv4/x") == "net.ipv4.x"

test_port_starts_in_either_spelling if {
	sysctl.port_starts == ["80"] with input as setting("net.ipv4.ip_unprivileged_port_start", ["80"])
	sysctl.port_starts == ["80"] with input as setting("net/ipv4/ip_unprivileged_port_start", ["80"])
	sysctl.port_starts == [] with input as setting("net.ipv4.ip_unprivileged_port_start.x", ["80"])
}

test_a_value_is_a_port if {
	every value, wanted in {"0": 0, "1": 1, "00080": 80, "00000": 0, "1024": 1024, "65535": 65535} {
		sysctl.port(value) == wanted
	}
	every value in ["", "-1", "65536", "80 90", "080000", "x", "1\n", 1, null] {
		not sysctl.port(value)
	}
}

test_the_network_of_a_pod if {
	sysctl.own_network with input as pod({"hostNetwork": null})
	sysctl.own_network with input as pod({"os": {"name": "linux"}})
	not sysctl.own_network with input as pod({"hostNetwork": true})
	not sysctl.own_network with input as pod({"os": {"name": "windows"}})
	not sysctl.own_network with input as {"apiVersion": "v1", "kind": "Service"}
}

test_who_is_said_not_to_run_as_root if {
	every context in [{"runAsUser": 1}, {"runAsNonRoot": true}, {"runAsNonRoot": false, "runAsUser": 1}] {
		sysctl.non_root({"securityContext": context}, both) with input as pod({})
		sysctl.non_root({}, both) with input as pod({"securityContext": context})
	}
	every context in [{}, {"runAsUser": 0}, {"runAsNonRoot": false}, {"runAsNonRoot": true, "runAsUser": 0}] {
		not sysctl.non_root({"securityContext": context}, both) with input as pod({})
		not sysctl.non_root({}, both) with input as pod({"securityContext": context})
	}
}

test_a_container_has_the_last_word if {
	own := {"securityContext": {"runAsUser": 0}}
	not sysctl.non_root(own, both) with input as pod({"securityContext": {"runAsUser": 1000}})
	not sysctl.non_root({"securityContext": {"runAsNonRoot": false}}, both) with input as pod({"securityContext": {"runAsNonRoot": true}})
	sysctl.non_root({"securityContext": {"runAsUser": 1}}, both) with input as pod({"securityContext": {"runAsUser": 0}})
}

test_only_the_fields_that_count if {
	not sysctl.non_root({"securityContext": {"runAsUser": 1}}, ["runAsNonRoot"]) with input as pod({})
	not sysctl.non_root({"securityContext": {"runAsNonRoot": true}}, ["runAsUser"]) with input as pod({})
}
