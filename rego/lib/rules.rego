# METADATA
# scope: package
# title: Rules that say which requests webhooks and policies are asked about
# description: |
#   Reads rules (`apiGroups`, `apiVersions`, `operations`, `resources`, `scope`) as the API server does:
#   https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/admission/plugin/webhook/predicates/rules/rules.go#L33-L125
#   So `*` and `pods` are no subresources, `pods/*` and `*/*` are the resource itself as well as its subresources.
#
#   A request that a rule is asked about is written as an object, of which any field may be left out, and is then not asked about:
#   `{"group": "", "version": "v1", "resource": "pods", "subresource": "status", "operation": "UPDATE", "namespaced": true}`;
#   a resource without subresource is the resource itself. A Namespace counts as not namespaced.
#   `resourceNames`, which the rules of policies have and those of webhooks have not, are not among it: see names, overlap and covers.
package lib.rules

import data.lib

# METADATA
# title: The rule is for such a request
matches(rule, request) if {
	listed(rule, "apiGroups", request, "group")
	listed(rule, "apiVersions", request, "version")
	listed(rule, "operations", request, "operation")
	of_resource(rule, request)
	of_scope(rule, request)
}

# METADATA
# title: The names of the objects that the rule is for; empty where it is for any
names(rule) := {name | some name in lib.get(rule, ["resourceNames"], [])}

# METADATA
# title: The resources of the rule as pairs of resource and subresource, in their order
pairs(rule) := [pair(text) | some text in lib.get(rule, ["resources"], [])]

# METADATA
# title: Resource and subresource of `pods/status`; the subresource is empty where there is none
pair(text) := [parts[0], concat("/", array.slice(parts, 1, count(parts)))] if parts := split(text, "/")

# METADATA
# title: What `matchConstraints` or `matchResources` of a policy say is for such a request
# description: |
#   No resourceRules are all requests, as in bindings. Excluded is what a rule of excludeResourceRules is for that names no objects;
#   so say all of a request. Selectors are left out.
asks(match, request) if {
	is_included(match, request)
	not is_excluded(match, request)
}

# METADATA
# title: There are requests that both rules are for
# description: |
#   With equivalents (the matchPolicy Equivalent of one of them) the same object may be asked for in any version, and events in both their groups:
#   https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/admission/plugin/policy/matching/matching.go#L139-L183
overlap(a, b, equivalent) if {
	share_group(a, b, equivalent)
	share_version(a, b, equivalent)
	share(items(a, "operations"), items(b, "operations"))
	some pair_a in pairs(a)
	some pair_b in pairs(b)
	every i in [0, 1] {
		share({pair_a[i]}, {pair_b[i]})
	}
	share({scope(a)}, {scope(b)})
	share_name(a, b)
}

# METADATA
# title: All requests that the second rule is for are of the first as well
# description: Says no where it takes more than one entry of the first to have all of one entry of the second.
covers(a, b) if {
	every field in ["apiGroups", "apiVersions", "operations"] {
		includes(items(a, field), items(b, field))
	}
	every pair_b in pairs(b) {
		some pair_a in pairs(a)
		every i in [0, 1] {
			includes({pair_a[i]}, {pair_b[i]})
		}
	}
	includes({scope(a)}, {scope(b)})
	covers_names(names(a), names(b))
}

# METADATA
# title: The scope of the rule, `*` where it says none
scope(rule) := lib.get(rule, ["scope"], "*")

# METADATA
# title: The items of a list of the rule
items(rule, field) := {item | some item in lib.get(rule, [field], [])}

# METADATA
# title: The rule lists what the request has, or any
listed(rule, field, request, key) if request[key] in items(rule, field)

listed(rule, field, _, _) if "*" in items(rule, field)

listed(rule, field, request, key) if {
	not key in object.keys(request)
	count(items(rule, field)) > 0
}

# METADATA
# title: The rule lists the resource of the request
of_resource(rule, request) if {
	some [resource, subresource] in pairs(rule)
	resource in {"*", request.resource}
	subresource in {"*", lib.get(request, ["subresource"], "")}
}

of_resource(rule, request) if {
	not request.resource
	count(pairs(rule)) > 0
}

# METADATA
# title: The rule is for what is in namespaces, or not in them, as the request's object
of_scope(rule, _) if scope(rule) == "*"

of_scope(rule, request) if {
	wanted := {"Namespaced": true, "Cluster": false}[scope(rule)]
	object.get(request, "namespaced", wanted) == wanted
}

# METADATA
# title: A rule has the request, or there are no rules
is_included(match, request) if {
	some rule in lib.get(match, ["resourceRules"], [])
	matches(rule, request)
}

is_included(match, _) if lib.get(match, ["resourceRules"], []) == []

# METADATA
# title: The request is left out whatever its object's name
is_excluded(match, request) if {
	some rule in lib.get(match, ["excludeResourceRules"], [])
	names(rule) == set()
	matches(rule, request)
}

# METADATA
# title: Both have an item in common, where * is any
share(a, b) if count(a & b) > 0

share(a, b) if {
	"*" in a
	count(b) > 0
}

share(a, b) if {
	"*" in b
	count(a) > 0
}

# METADATA
# title: The rules are for a group in common, or for events in both groups that have them
share_group(a, b, _) if share(items(a, "apiGroups"), items(b, "apiGroups"))

share_group(a, b, true) if {
	every rule in [a, b] {
		some [resource, _] in pairs(rule)
		resource in {"events", "*"}
		count(items(rule, "apiGroups") & {"", "events.k8s.io"}) > 0
	}
}

# METADATA
# title: The rules are for a version in common, which they need not be where objects are asked for in any
share_version(_, _, true)

share_version(a, b, false) if share(items(a, "apiVersions"), items(b, "apiVersions"))

# METADATA
# title: The rules are for a name in common
share_name(a, b) if count(names(a) & names(b)) > 0

share_name(a, _) if names(a) == set()

share_name(_, b) if names(b) == set()

# METADATA
# title: All of the second are among the first, where * is any
includes(a, _) if "*" in a

includes(a, b) if object.subset(a, b)

# METADATA
# title: All names of the second are among those of the first, where none is any
covers_names(a, _) if a == set()

covers_names(a, b) if {
	b != set()
	object.subset(a, b)
}
