# METADATA
# scope: package
# title: Rules for which there are no requests
# description: |
#   Says only what holds in every cluster: of resources it knows those of the API groups "", apps and batch, to which nobody but Kubernetes adds any
#   (groups of custom resources have a dot), and with them the operations that come. Written for rules of webhooks as well as of policies.
package lib.dead_rules

import data.lib
import data.lib.rules

# METADATA
# title: The rules of a list that are for nothing or that other rules exclude, as texts that say which and why
of(list, excluding) := [sprintf("rule %d: %s", [i + 1, concat(", ", reasons)]) |
	some i, rule in list
	reasons := array.concat(why(rule), ["excluded" | some other in excluding; rules.covers(other, rule)])
	count(reasons) > 0
]

# METADATA
# title: Why a rule is for nothing; empty where it may be for something
why(rule) := array.concat(
	array.concat(
		[sprintf("no API group is named %s", [lib.quoted(groups)]) | groups := only_bad(rule, "apiGroups")],
		[sprintf("no API version is named %s", [lib.quoted(versions)]) | versions := only_bad(rule, "apiVersions")],
	),
	of_resources(rule),
)

# METADATA
# title: The rule is only for what a namespaceSelector chooses, things in namespaces and Namespaces
is_namespaced(rule) if rules.scope(rule) == "Namespaced"

is_namespaced(rule) if {
	every text in lib.get(rule, ["resources"], []) {
		is_of(rule, rules.pair(text)[0], object.union(namespaced, {"": union({namespaced[""], {"namespaces"}})}))
	}
}

# METADATA
# title: The names of a list where none can be; undefined where one can
only_bad(rule, field) := sort(names) if {
	names := rules.items(rule, field)
	count(names) > 0
	every name in names {
		is_bad(field, name)
	}
}

# METADATA
# title: No API group or version has this name
is_bad(_, name) if contains(name, "/")

is_bad(_, name) if lower(name) != name

is_bad("apiGroups", name) if name in {"core", "v1", "extensions"}

# METADATA
# title: Why all resources of a rule are for nothing; empty where one may be for something
of_resources(rule) := reasons if {
	resources := lib.get(rule, ["resources"], [])
	reasons := [reason | some text in resources; reason := of_resource(rule, text)]
	count(reasons) == count(resources)
} else := []

# METADATA
# title: Why a resource of a rule is for nothing; undefined where it may be for something
of_resource(rule, text) := sprintf("no resource is named \"%s\"", [text]) if {
	lower(text) != text
} else := sprintf("no resource of API group %s is named \"%s\"", [lib.quoted(sort(groups)), text]) if {
	groups := rules.items(rule, "apiGroups")
	count(groups) > 0
	every group in groups {
		is_elsewhere(group, rules.pair(text)[0])
	}
} else := sprintf("\"%s\" is in namespaces", [text]) if {
	rules.scope(rule) == "Cluster"
	is_of(rule, rules.pair(text)[0], namespaced)
} else := sprintf("\"%s\" is in no namespace", [text]) if {
	rules.scope(rule) == "Namespaced"
	is_of(rule, rules.pair(text)[0], {"": cluster_wide})
} else := sprintf("%s of \"%s\" never comes", [concat(", ", sort(operations)), text]) if {
	operations := rules.items(rule, "operations")
	count(operations) > 0
	possible := operations_of(rule, text)
	count(possible & operations) == 0
	not any_of(operations, possible)
}

# METADATA
# title: Any operation is meant, of which some come
any_of(operations, possible) if {
	"*" in operations
	count(possible) > 0
}

# METADATA
# title: The resource is of one of these in each API group of the rule
is_of(rule, resource, known) if {
	groups := rules.items(rule, "apiGroups")
	count(groups) > 0
	every group in groups {
		resource in known[group]
	}
}

# METADATA
# title: The name is a resource of another API group, or one resource in the singular
is_elsewhere(group, resource) if {
	known := of_group(group)
	not resource in known
	some other, _ in namespaced
	count({resource, sprintf("%ss", [resource])} & of_group(other)) > 0
}

# METADATA
# title: The resources of an API group; undefined for those that are not known
of_group("") := namespaced[""] | cluster_wide

of_group(group) := namespaced[group] if group != ""

# METADATA
# title: The operations that come of a resource of known API groups; undefined where that is not known
operations_of(rule, text) := operations if {
	is_of(rule, rules.pair(text)[0], {group: of_group(group) | some group, _ in namespaced})
	operations := of_text(text)
}

# METADATA
# title: The operations that come of a resource or subresource; undefined where that is not known
of_text(text) := {"CONNECT"} if {
	text in {"pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy", "nodes/proxy"}
} else := {"CREATE"} if {
	text in {"bindings", "pods/binding", "pods/eviction", "serviceaccounts/token"}
} else := set() if {
	text == "pods/log"
} else := {"UPDATE"} if {
	rules.pair(text)[1] in {"ephemeralcontainers", "finalize", "resize", "scale", "status"}
} else := {"CREATE", "UPDATE", "DELETE"} if {
	rules.pair(text)[1] == ""
}

# METADATA
# title: Resources in namespaces, by API group
namespaced := {
	"": {
		"bindings", "configmaps", "endpoints", "events", "limitranges", "persistentvolumeclaims", "pods", "podtemplates",
		"replicationcontrollers", "resourcequotas", "secrets", "serviceaccounts", "services",
	},
	"apps": {"controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"},
	"batch": {"cronjobs", "jobs"},
}

# METADATA
# title: Resources of the group "" in no namespace
cluster_wide := {"componentstatuses", "namespaces", "nodes", "persistentvolumes"}
