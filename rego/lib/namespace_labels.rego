# METADATA
# scope: package
# title: The Pod Security labels of a namespace
# description: Levels and versions mean what PodSecurity admission reads into them, invalid ones included.
package lib.namespace_labels

import data.lib

# METADATA
# title: What the names of all six labels begin with
prefix := "pod-security.kubernetes.io/"

# METADATA
# title: The six labels without their prefix, in the order in which messages name them
names := ["enforce", "enforce-version", "audit", "audit-version", "warn", "warn-version"]

# METADATA
# title: Each level with its strictness
levels := {"privileged": 0, "baseline": 1, "restricted": 2}

# METADATA
# title: The namespace under judgement; undefined for everything else
namespace := lib.resource if {
	lib.group == ""
	lib.resource.kind == "Namespace"
	lib.get(lib.request, ["subResource"], "") == ""
}

# METADATA
# title: The namespace's Pod Security labels, by name without prefix
current := of(namespace)

# METADATA
# title: The same labels before an update; undefined where the namespace is new
previous := of(lib.old_resource) if namespace

# METADATA
# title: The Pod Security labels of an object, by name without prefix
# description: A label that is null is the empty string, as it is once the API server has read it.
of(owner) := {name: value |
	labels := lib.get(owner, ["metadata", "labels"], {})
	some name in names
	value := lib.get(labels, [concat("", [prefix, name])], "")
	concat("", [prefix, name]) in object.keys(labels)
}

# METADATA
# title: The level that enforcement uses, an invalid one being restricted
enforced(labels) := effective(labels, "enforce", {"invalid": "restricted", "absent": cluster_default})

# METADATA
# title: A mode's level; fallbacks say what an invalid and an absent label mean
effective(labels, mode, fallbacks) := labels[mode] if {
	levels[labels[mode]]
} else := fallbacks.invalid if {
	labels[mode]
} else := fallbacks.absent

# METADATA
# title: A mode's version; latest where the label is absent or invalid
version(labels, mode) := value if {
	value := labels[concat("", [mode, "-version"])]
	is_version(value)
} else := "latest"

# METADATA
# title: The text is latest or v1.x
is_version("latest")

is_version(text) if is_fixed_version(text)

# METADATA
# title: The text is v1.x, x being at most the largest 64-bit integer
is_fixed_version(text) if {
	regex.match(`^v1\.(0|[1-9][0-9]*)$`, text)
	not older("v1.9223372036854775807", text)
}

# METADATA
# title: The first version is older than the second; latest is newer than any other
older(first, second) if {
	first != "latest"
	second == "latest"
}

older(first, second) if {
	first != "latest"
	second != "latest"
	[count(first), first] < [count(second), second]
}

# METADATA
# title: A setting of the control as text
setting(name, fallback) := sprintf("%v", [lib.get(lib.parameters, [name], fallback)])

# METADATA
# title: A setting that lists names, separated by commas
list(name, fallback) := {trim_space(item) | some item in split(setting(name, fallback), ",")} - {""}

# METADATA
# title: What counts as the level of a namespace without the enforce label
cluster_default := setting("clusterDefault", "privileged")

# METADATA
# title: What is wrong with settings that must be levels, each with its fallback
bad_levels(settings) := [msg |
	some name, fallback in settings
	value := setting(name, fallback)
	not levels[value]
	msg := sprintf("%s must be \"privileged\", \"baseline\" or \"restricted\", is \"%s\"", [name, value])
]

# METADATA
# title: What is wrong with settings that must be fixed versions, each with its fallback
bad_versions(settings) := [msg |
	some name, fallback in settings
	value := setting(name, fallback)
	not is_fixed_version(value)
	msg := sprintf("%s must be \"v1.x\", is \"%s\"", [name, value])
]

# METADATA
# title: What is wrong with settings that must be true or false, each with its fallback
bad_booleans(settings) := [msg |
	some name, fallback in settings
	value := setting(name, fallback)
	not value in {"true", "false"}
	msg := sprintf("%s must be \"true\" or \"false\", is \"%s\"", [name, value])
]
