# METADATA
# scope: package
# title: Narrow ranges of ports
# description: |
#   Summary: a range of ports in a NetworkPolicy opens only so many.
#   Denies: a range from a numbered port to its endPort, both included, of more than maxPorts ports.
#   Allows: entries without endPort, and ranges that are not valid in other ways.
#   Parameters: maxPorts (1000).
# custom:
#   control: netpol.endport-width
#   severity: medium
#   kubernetes_from: "1.21"
#   guidance: F04
#   articles: ["S22 #4"]
package netpol.endport_width

import data.lib
import data.lib.network_policy
import data.lib.params

# METADATA
# title: Ranges are too wide
# custom: {control: netpol.endport-width}
deny contains msg if {
	count(bad_params) == 0
	most := params.number("maxPorts", "1000")
	wide := [sprintf("%d to %d", [port, end]) |
		some entry in network_policy.ports
		port := lib.get(entry, ["port"], "")
		is_number(port)
		end := lib.get(entry, ["endPort"], port)
		(end - port) + 1 > most
	]
	count(wide) > 0
	msg := sprintf("port ranges too wide (%s; maxPorts is %d)", [concat(", ", wide), most])
}

# METADATA
# title: The params cannot be used
# custom: {control: netpol.endport-width}
deny contains params.invalid(bad_params) if network_policy.spec

# METADATA
# title: What is wrong with the params
bad_params := params.bad_numbers({"maxPorts": "1000"})
