# METADATA
# scope: package
# title: What the params of a control say
# description: |
#   A ConfigMap holds nothing but text, so numbers, booleans and lists are text as well; written as what they are, they count alike.
#   The version of the cluster is a setting too: `v1.30`, or `latest` where nothing is said.
package lib.params

import data.lib

# METADATA
# title: A setting as text
text(name, fallback) := sprintf("%v", [lib.get(lib.parameters, [name], fallback)])

# METADATA
# title: A setting that lists names, separated by commas, in their order
list(name, fallback) := [trimmed |
	some item in split(text(name, fallback), ",")
	trimmed := trim_space(item)
	trimmed != ""
]

# METADATA
# title: A setting that is a whole number of at most ten digits; undefined for everything else
number(name, fallback) := to_number(text(name, fallback)) if {
	regex.match(`^(0|[1-9][0-9]{0,9})$`, text(name, fallback))
}

# METADATA
# title: The minor of the cluster's version, comparable; undefined where the version is invalid
cluster_version := lib.latest_minor if {
	text("clusterVersion", "latest") == "latest"
} else := to_number(substring(text("clusterVersion", "latest"), 3, -1)) if {
	regex.match(`^v1\.(0|[1-9][0-9]{0,8})$`, text("clusterVersion", "latest"))
}

# METADATA
# title: What is wrong with settings that must be true or false, each with its fallback
bad_booleans(settings) := [msg |
	some name, fallback in settings
	value := text(name, fallback)
	not value in {"true", "false"}
	msg := sprintf("%s must be \"true\" or \"false\", is \"%s\"", [name, value])
]

# METADATA
# title: What is wrong with settings that must be numbers, each with its fallback
bad_numbers(settings) := [msg |
	some name, fallback in settings
	not number(name, fallback)
	msg := sprintf("%s must be a whole number, is \"%s\"", [name, text(name, fallback)])
]

# METADATA
# title: What is wrong with the cluster's version
bad_cluster_version := [msg |
	not cluster_version
	msg := sprintf("clusterVersion must be \"latest\" or \"v1.x\", is \"%s\"", [text("clusterVersion", "latest")])
]

# METADATA
# title: The message that settings cannot be used; undefined where nothing is wrong
invalid(problems) := sprintf("invalid params (%s)", [concat("; ", problems)]) if count(problems) > 0
