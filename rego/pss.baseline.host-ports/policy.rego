# METADATA
# scope: package
# title: Host ports
# description: |
#   Summary: containers take no port of their node.
#   Denies: ports[*].hostPort other than 0 in any container, also where the API server copied it from containerPort
#     because the pod has hostNetwork.
#   Allows: hostPort 0, null or missing.
# custom:
#   control: pss.baseline.host-ports
#   severity: high
#   level: baseline
#   check: hostPorts
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.host_ports

import data.lib

# METADATA
# title: The host ports that a container takes, as text
host_ports(container) := {format_int(port, 10) |
	some entry in lib.get(container, ["ports"], [])
	port := lib.get(entry, ["hostPort"], 0)
	port != 0
}

# METADATA
# title: Containers take host ports
# custom: {control: pss.baseline.host-ports}
deny contains msg if {
	names := [lib.name(item) | some item in lib.containers; count(host_ports(item.container)) > 0]
	count(names) > 0
	ports := {port | some item in lib.containers; some port in host_ports(item.container)}
	msg := sprintf("hostPort (%s %s %s %s)", [
		lib.containers_named(names),
		lib.plural("uses", "use", count(names)),
		lib.plural("hostPort", "hostPorts", count(ports)),
		concat(", ", sort(ports)),
	])
}
