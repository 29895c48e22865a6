# METADATA
# scope: package
# title: Kyverno's rules leave out no namespace and nobody as a whole
# description: |
#   Summary: what a rule of Kyverno excludes is narrow.
#   Denies: a rule of a ClusterPolicy or Policy that excludes every namespace, by a pattern of nothing but asterisks and question marks, or every
#     user, by such a subject or by the group system:authenticated, also as system:*; whatever else the same filter asks for.
#   Warns: a rule that excludes administrators: the cluster role cluster-admin or the group system:masters.
#   Allows: named namespaces such as kube-system, and other users, roles and names.
# custom:
#   control: kyverno.exclude-broad
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F16
#   articles: ["S26A #17", "S26C #17"]
package kyverno.exclude_broad

import data.lib
import data.lib.kyverno

# METADATA
# title: Rules exclude every namespace or every user
# custom: {control: kyverno.exclude-broad}
deny contains msg if {
	details := [detail | some rule in kyverno.rules; detail := said(rule, everything(rule))]
	count(details) > 0
	msg := sprintf("exclusion of everything (%s)", [concat("; ", details)])
}

# METADATA
# title: Rules exclude administrators
# custom: {control: kyverno.exclude-broad}
warn contains msg if {
	details := [detail | some rule in kyverno.rules; detail := said(rule, administrators(rule))]
	count(details) > 0
	msg := sprintf("exclusion of administrators (%s)", [concat("; ", details)])
}

# METADATA
# title: The rule with what it excludes; undefined where that is nothing
said(rule, names) := sprintf("rule \"%s\" excludes %s", [lib.get(rule, ["name"], ""), lib.quoted(names)]) if count(names) > 0

# METADATA
# title: What each part of the exclusion is about, the parts of any first, then those of all, then the old form
filters(rule) := array.concat(
	lib.get(rule, ["exclude", "any"], []),
	array.concat(lib.get(rule, ["exclude", "all"], []), [lib.get(rule, ["exclude"], {})]),
)

# METADATA
# title: The patterns and groups that stand for every namespace or user
everything(rule) := [name |
	some filter in filters(rule)
	some name in array.concat(
		[namespace | some namespace in lib.get(filter, ["resources", "namespaces"], []); is_any(namespace)],
		[name | some subject in lib.get(filter, ["subjects"], []); name := everyone(subject)],
	)
]

# METADATA
# title: The roles and groups that are administrators
administrators(rule) := [name |
	some filter in filters(rule)
	some name in array.concat(
		[role | some role in lib.get(filter, ["clusterRoles"], []); role == "cluster-admin"],
		["system:masters" |
			some subject in lib.get(filter, ["subjects"], [])
			subject.kind == "Group"
			subject.name == "system:masters"
		],
	)
]

# METADATA
# title: The pattern takes any name
is_any(pattern) if regex.match(`^[*?]*[*][*?]*$`, pattern)

# METADATA
# title: The name of a subject that is every user; undefined for others
everyone(subject) := name if {
	name := lib.get(subject, ["name"], "")
	is_any(name)
}

everyone(subject) := subject.name if {
	subject.kind == "Group"
	subject.name in {"system:authenticated", "system:*"}
}
