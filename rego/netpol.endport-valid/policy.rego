# METADATA
# scope: package
# title: Valid ports of a NetworkPolicy
# description: |
#   Summary: a port or a range of ports in a NetworkPolicy is one that the API server takes.
#   Denies: in any entry of ports, ingress and egress: a numbered port, or an endPort beside one, that is not from 1 to 65535; an endPort
#     below its port, beside a named port, or without any; a port that is no name of a port; a protocol other than TCP, UDP and SCTP.
#   Allows: an endPort equal to its port, and entries without endPort.
#   Correction: the KEP says that an entry without port stands for all ports, whether it has an endPort or not; the API server
#     refuses an endPort without port.
#   Versions: the API server refuses all of this by itself; the control says it of manifests before they get there.
# custom:
#   control: netpol.endport-valid
#   severity: medium
#   kubernetes_from: "1.21"
#   guidance: F04
#   articles: ["S22 #4"]
package netpol.endport_valid

import data.lib
import data.lib.network_policy

# METADATA
# title: Entries of ports are not valid
# custom: {control: netpol.endport-valid}
deny contains msg if {
	problems := [problem |
		some entry in network_policy.ports
		some field in ["protocol", "port", "endPort", "range"]
		problem := wrong(field, lib.get(entry, ["port"], null), entry)
	]
	count(problems) > 0
	msg := sprintf("invalid ports (%s)", [concat("; ", problems)])
}

# METADATA
# scope: document
# title: What is wrong with a field of an entry that has this port; undefined where nothing is
wrong("protocol", _, entry) := sprintf("protocol \"%s\" is not TCP, UDP or SCTP", [protocol]) if {
	protocol := lib.get(entry, ["protocol"], "TCP")
	not protocol in {"TCP", "UDP", "SCTP"}
}

wrong("port", port, _) := sprintf("port %d is not from 1 to 65535", [port]) if {
	is_number(port)
	not is_port(port)
}

wrong("port", port, _) := sprintf("port \"%s\" is no name of a port", [port]) if {
	is_string(port)
	not is_name(port)
}

wrong("endPort", port, entry) := sprintf("endPort %d is below port %d", [entry.endPort, port]) if {
	is_number(port)
	is_number(entry.endPort)
	entry.endPort < port
} else := sprintf("endPort %d is beside the named port \"%s\"", [entry.endPort, port]) if {
	is_string(port)
	is_number(entry.endPort)
} else := sprintf("endPort %d has no port", [entry.endPort]) if {
	is_null(port)
	is_number(entry.endPort)
}

wrong("range", port, entry) := sprintf("endPort %d is not from 1 to 65535", [entry.endPort]) if {
	is_number(port)
	is_number(entry.endPort)
	not is_port(entry.endPort)
}

# METADATA
# title: The number is one of a port
is_port(number) if {
	number >= 1
	number <= 65535
}

# METADATA
# title: The text is a name that a port can have
is_name(text) if {
	count(text) <= 15
	regex.match(`^[a-z0-9]+(-[a-z0-9]+)*$`, text)
	regex.match(`[a-z]`, text)
}
