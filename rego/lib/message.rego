package lib

# METADATA
# scope: document
# title: The singular for one, else the plural
plural(singular, _, 1) := singular

plural(_, many, count) := many if count != 1

# METADATA
# title: Items in double quotes, joined by commas
quoted(items) := concat(", ", [sprintf("\"%s\"", [item]) | some item in items])

# METADATA
# title: The word container or containers with the names
containers_named(names) := sprintf("%s %s", [plural("container", "containers", count(names)), quoted(names)])

# METADATA
# title: Who sets a bad value, the pod or containers or both
# description: Takes the bad values that the pod itself sets, and the names of the containers that set one.
setters(pod_values, names) := concat(" and ", array.concat(
	["pod" | count(pod_values) > 0],
	[containers_named(names) | count(names) > 0],
))
