# METADATA
# scope: package
# title: Gatekeeper leaves few namespaces out
# description: |
#   Summary: the namespaces that Gatekeeper or one of its Constraints leaves out are known and few.
#   Denies: a Config whose spec.match, or a Constraint whose spec.match, has excludedNamespaces that allowed does not cover; of a Config those of
#     every process count.
#   Allows: namespaces and patterns that a pattern of allowed covers; none.
#   Parameters: allowed (gatekeeper-system, kube-*; names separated by commas, each may begin and end with an asterisk).
# custom:
#   control: gatekeeper.excluded-namespaces
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F15
#   articles: ["S26A #17", "S26C #17"]
package gatekeeper.excluded_namespaces

import data.lib
import data.lib.gatekeeper
import data.lib.params

# METADATA
# title: Namespaces are left out that should not be
# custom: {control: gatekeeper.excluded-namespaces}
deny contains msg if {
	names := [name | some name in excluded; not allowed(name)]
	count(names) > 0
	msg := sprintf("namespaces out of Gatekeeper's reach (%s)", [lib.quoted(names)])
}

# METADATA
# title: The namespaces that are left out, as they are written; undefined for everything else
excluded := [name |
	some entry in lib.get(gatekeeper.config, ["spec", "match"], [])
	some name in lib.get(entry, ["excludedNamespaces"], [])
] if {
	gatekeeper.config
} else := lib.get(gatekeeper.constraint, ["spec", "match", "excludedNamespaces"], [])

# METADATA
# title: A pattern of allowed covers the name or pattern
allowed(name) if {
	some pattern in params.list("allowed", "gatekeeper-system, kube-*")
	gatekeeper.covers(pattern, name)
}
