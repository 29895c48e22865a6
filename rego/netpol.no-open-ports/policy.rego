# METADATA
# scope: package
# title: No rule for every port
# description: |
#   Summary: an allow rule of a NetworkPolicy names its ports.
#   Denies: nothing.
#   Warns: an ingress or egress rule without ports, or with an entry of ports that has no port: it opens every port.
#   Allows: rules with numbered or named ports, and no rules at all, which allow nothing.
# custom:
#   control: netpol.no-open-ports
#   severity: advisory
#   kubernetes_from: "1.7"
#   guidance: F04
#   articles: ["S22 #4"]
package netpol.no_open_ports

import data.lib
import data.lib.network_policy

# METADATA
# title: Rules open every port
# custom: {control: netpol.no-open-ports}
warn contains msg if {
	counts := [sprintf("%d %s %s", [number, direction, lib.plural("rule", "rules", number)]) |
		some direction in ["ingress", "egress"]
		number := count([1 | some rule in network_policy.rules(direction); opens_all(lib.get(rule, ["ports"], []))])
		number > 0
	]
	count(counts) > 0
	msg := sprintf("every port open (%s without ports)", [concat(" and ", counts)])
}

# METADATA
# title: The ports of a rule stand for every port
opens_all([])

opens_all(ports) if {
	some entry in ports
	lib.get(entry, ["port"], null) == null
}
