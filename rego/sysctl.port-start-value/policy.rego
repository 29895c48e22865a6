# METADATA
# scope: package
# title: A valid first port without root
# description: |
#   Summary: net.ipv4.ip_unprivileged_port_start is set to a port, within the bounds of the cluster.
#   Denies: values that are no number of one to five digits from min to max, for the sysctl in dots or slashes.
#   Allows: pods that do not set it, and every value of other sysctls.
#   Parameters: min (0), max (1024).
#   Versions: no API server looks at the value; a container with a bad one does not start.
# custom:
#   control: sysctl.port-start-value
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F03
#   articles: ["S22 #3"]
package sysctl.port_start_value

import data.lib
import data.lib.params
import data.lib.sysctl

# METADATA
# title: The value is no port within the bounds
# custom: {control: sysctl.port-start-value}
deny contains msg if {
	count(bad_params) == 0
	bad := [sprintf("%v", [value]) |
		some value in sysctl.port_starts
		not within(value)
	]
	count(bad) > 0
	msg := sprintf("%s out of bounds (must be a number from %d to %d, is %s)", [sysctl.port_start, least, most, lib.quoted(bad)])
}

# METADATA
# title: The params cannot be used
# custom: {control: sysctl.port-start-value}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: What is wrong with the params
bad_params := array.concat(params.bad_numbers({"max": "1024"}), params.bad_numbers({"min": "0"}))

# METADATA
# title: The bounds
least := params.number("min", "0")

most := params.number("max", "1024")

# METADATA
# title: The value is a port within the bounds
within(value) if {
	port := sysctl.port(value)
	port >= least
	port <= most
}
