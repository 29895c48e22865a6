# METADATA
# scope: package
# title: Gatekeeper's own objects
package lib.gatekeeper

import data.lib

# METADATA
# title: The Constraint under judgement, of whatever kind; undefined for everything else
constraint := lib.resource if {
	lib.group == "constraints.gatekeeper.sh"
	whole
}

# METADATA
# title: The Config under judgement; undefined for everything else
config := lib.resource if {
	lib.group == "config.gatekeeper.sh"
	lib.resource.kind == "Config"
	whole
}

# METADATA
# title: The ConstraintTemplate under judgement; undefined for everything else
template := lib.resource if {
	lib.group == "templates.gatekeeper.sh"
	lib.resource.kind == "ConstraintTemplate"
	whole
}

# METADATA
# title: The pattern takes every namespace that the other takes; patterns may begin and end with an asterisk
covers(pattern, other) if pattern == other

covers(pattern, other) if {
	startswith(pattern, "*")
	endswith(pattern, "*")
	contains(other, trim_suffix(trim_prefix(pattern, "*"), "*"))
}

covers(pattern, other) if {
	startswith(pattern, "*")
	endswith(other, trim_prefix(pattern, "*"))
}

covers(pattern, other) if {
	endswith(pattern, "*")
	startswith(other, trim_suffix(pattern, "*"))
}

# METADATA
# title: The request is about the object as a whole, not about its status
whole if lib.get(lib.request, ["subResource"], "") == ""
