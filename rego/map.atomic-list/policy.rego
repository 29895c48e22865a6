# METADATA
# scope: package
# title: No apply configuration of atomic lists
# description: |
#   Summary: a mutation of a list that has but one owner is a JSON patch, for the API server fails on it in an apply configuration.
#   Warns: MutatingAdmissionPolicy with a mutation of patchType ApplyConfiguration whose expression sets a field of the name of a list of Pods and
#     workloads that is atomic, as `sysctls:` or `drop:`.
#   Allows: JSONPatch; apply configurations of other fields. Variables are not looked at: they cannot make objects.
#   Limits: expressions are read as text, without comments and strings, not as CEL. A name before a colon is taken for a field, whatever the object: a branch of a
#     conditional, or a custom resource's list of that name that is not atomic, is warned of as well. Not found are atomic lists of other kinds
#     (Roles, NetworkPolicies), atomic structs (selectors), lists whose name is atomic in some places alone (values, options), strings in
#     three quotes, and what is named by a string: a key in quotes, or a field that CEL escapes.
#   Versions: with MutatingAdmissionPolicy since 1.32. Which lists are atomic is as of 1.37.
# custom:
#   control: map.atomic-list
#   severity: medium
#   kubernetes_from: "1.32"
#   guidance: F09
#   articles: ["S26A #11", "S26C #11"]
#   cel: "the API server never puts policies and their bindings to a policy"
package map.atomic_list

import data.lib
import data.lib.policies

# METADATA
# title: An apply configuration sets an atomic list
# custom: {control: map.atomic-list}
warn contains msg if {
	names := sort({name |
		some mutation in lib.get(policies.mutating, ["spec", "mutations"], [])
		lib.get(mutation, ["patchType"], "") == "ApplyConfiguration"
		text := lib.get(mutation, ["applyConfiguration", "expression"], "")
		some [_, name] in regex.find_all_string_submatch_n(`(?:^|[^A-Za-z0-9_.])([A-Za-z]+)\s*:`, bare(text), -1)
		name in atomic
	})
	count(names) > 0
	msg := sprintf("ApplyConfiguration cannot set atomic lists (%s; use JSONPatch)", [lib.quoted(names)])
}

# METADATA
# title: An expression without its strings and comments
bare(text) := regex.replace(text, `"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|//[^\n]*`, " ")

# METADATA
# title: Fields of Pods and workloads that are atomic lists wherever they are
atomic := {
	"accessModes", "add", "args", "command", "drop", "envFrom", "hostnames", "httpHeaders", "items", "matchExpressions", "matchFields", "matchLabelKeys",
	"mismatchLabelKeys", "monitors", "nameservers", "namespaces", "nodeSelectorTerms", "onPodConditions", "portals", "preferredDuringSchedulingIgnoredDuringExecution",
	"readinessGates", "requiredDuringSchedulingIgnoredDuringExecution", "resizePolicy", "restartPolicyRules", "rules", "searches", "sources",
	"supplementalGroups", "sysctls", "targetWWNs", "tolerations", "volumeClaimTemplates", "wwids",
}
