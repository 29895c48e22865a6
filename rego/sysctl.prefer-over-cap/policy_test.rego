package sysctl.prefer_over_cap_test

import data.sysctl.prefer_over_cap as policy

adding(name, capabilities) := {"name": name, "securityContext": {"runAsUser": 1000, "capabilities": {"add": capabilities}}}

pod(fields) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": object.union(
	{"containers": [adding("app", ["CHOWN", "NET_BIND_SERVICE"])]},
	fields,
)}

setting(name) := pod({"securityContext": {"sysctls": [{"name": name, "value": "0"}]}})

warned := {`NET_BIND_SERVICE without root (container "app"; set net.ipv4.ip_unprivileged_port_start instead)`}

test_warn_of_the_capability if {
	policy.warn == warned with input as pod({})
	policy.warn == warned with input as setting("net.ipv4.tcp_syncookies")
}

test_warn_names_containers_in_their_order if {
	policy.warn == {`NET_BIND_SERVICE without root (containers "z", "a"; set net.ipv4.ip_unprivileged_port_start instead)`} with input as pod({
		"initContainers": [adding("z", ["NET_BIND_SERVICE"])],
		"containers": [adding("calm", ["CAP_NET_BIND_SERVICE"]), adding("a", ["NET_BIND_SERVICE"])],
	})
}

test_allow_with_the_sysctl if {
	policy.warn == set() with input as setting("net.ipv4.ip_unprivileged_port_start")
	policy.warn == set() with input as setting("net/ipv4/ip_unprivileged_port_start")
}

test_allow_root_and_no_capability if {
	policy.warn == set() with input as pod({"containers": [object.union(adding("app", ["NET_BIND_SERVICE"]), {"securityContext": {"runAsUser": 0}})]})
	policy.warn == set() with input as pod({"containers": [adding("app", null), {"name": "bare"}], "securityContext": {"runAsNonRoot": true}})
}

test_allow_where_the_sysctl_cannot_be_set if {
	policy.warn == set() with input as pod({"hostNetwork": true})
	policy.warn == set() with input as pod({"os": {"name": "windows"}})
}
