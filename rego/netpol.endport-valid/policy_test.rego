package netpol.endport_valid_test

import data.netpol.endport_valid as policy

rule(direction, entries) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "app"}, "spec": {direction: [{"ports": entries}]}}

one(entry) := rule("ingress", [entry])

test_allow_ranges_and_single_ports if {
	every entry in [
		{"port": 32000, "endPort": 32768},
		{"port": 80, "endPort": 80},
		{"port": 1, "endPort": 65535, "protocol": "SCTP"},
		{"port": 80, "endPort": null, "protocol": null},
		{"port": "http", "protocol": "UDP"},
		{"port": "a-1-b"},
		{"protocol": "TCP"},
		{},
	] {
		policy.deny == set() with input as one(entry)
	}
}

test_deny_each_problem if {
	found := {
		`endPort 79 is below port 80`: {"port": 80, "endPort": 79},
		`endPort 0 is below port 80; endPort 0 is not from 1 to 65535`: {"port": 80, "endPort": 0},
		`endPort 65536 is not from 1 to 65535`: {"port": 80, "endPort": 65536},
		`endPort 90 has no port`: {"endPort": 90},
		`endPort 90 is beside the named port "http"`: {"port": "http", "endPort": 90},
		`port "32000" is no name of a port; endPort 32768 is beside the named port "32000"`: {"port": "32000", "endPort": 32768},
		`port 0 is not from 1 to 65535`: {"port": 0},
		`port 65536 is not from 1 to 65535`: {"port": 65536},
		`protocol "tcp" is not TCP, UDP or SCTP`: {"port": 80, "protocol": "tcp"},
		`protocol "" is not TCP, UDP or SCTP`: {"protocol": ""},
	}
	every text, entry in found {
		policy.deny == {sprintf("invalid ports (%s)", [text])} with input as one(entry)
	}
}

test_deny_what_is_no_name if {
	every name in ["", "32000", "HTTP", "a--b", "-a", "a-", "abcdefghijklmnop", "a_b"] {
		policy.deny == {sprintf(`invalid ports (port "%s" is no name of a port)`, [name])} with input as one({"port": name})
	}
}

test_deny_egress_and_every_entry if {
	policy.deny == {"invalid ports (endPort 1 is below port 2; port 0 is not from 1 to 65535)"} with input as rule("egress", [
		{"port": 2, "endPort": 1},
		{"port": 2},
		{"port": 0},
	])
}
