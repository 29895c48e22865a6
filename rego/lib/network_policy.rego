# METADATA
# scope: package
# title: A NetworkPolicy's rules and their ports
package lib.network_policy

import data.lib

# METADATA
# title: What the NetworkPolicy under judgement says; undefined for everything else
spec := lib.get(lib.resource, ["spec"], {}) if {
	lib.group == "networking.k8s.io"
	lib.resource.kind == "NetworkPolicy"
	lib.get(lib.request, ["subResource"], "") == ""
}

# METADATA
# title: The rules of a direction, ingress or egress
rules(direction) := lib.get(spec, [direction], [])

# METADATA
# title: Every entry of ports, those of ingress rules first
ports := [port |
	some direction in ["ingress", "egress"]
	some rule in rules(direction)
	some port in lib.get(rule, ["ports"], [])
]

# METADATA
# title: Every endPort that is set, 0 included
end_ports := [end |
	some entry in ports
	end := lib.get(entry, ["endPort"], null)
	end != null
]
