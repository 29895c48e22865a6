# METADATA
# scope: package
# title: A floor under the enforced level
# description: |
#   Summary: a namespace enforces at least a minimum Pod Security level.
#   Denies: an enforce level below minLevel, set or by default; an enforce label that the request makes invalid.
#   Allows: exempt namespaces, and an invalid label that was there before, because it is enforced as restricted.
#   Parameters: minLevel (baseline), clusterDefault (privileged), exemptNamespaces (kube-system; names separated by commas).
# custom:
#   control: psa.ns.enforce-floor
#   severity: high
#   kubernetes_from: "1.23"
#   guidance: F01
#   articles: ["S22 #1"]
package psa.ns.enforce_floor

import data.lib.namespace_labels as psa

# METADATA
# title: The params cannot be used
# custom: {control: psa.ns.enforce-floor}
deny contains sprintf("invalid params (%s)", [concat("; ", bad_params)]) if {
	psa.namespace
	count(bad_params) > 0
}

# METADATA
# title: The enforced level is too weak
# custom: {control: psa.ns.enforce-floor}
deny contains msg if {
	count(bad_params) == 0
	not exempt
	msg := sprintf("enforced Pod Security level below the floor (enforce must be \"%s\" or stricter, %s)", [minimum, found])
}

# METADATA
# title: What is wrong with the params
bad_params := psa.bad_levels({"clusterDefault": "privileged", "minLevel": "baseline"})

# METADATA
# title: The weakest level that is enough
minimum := psa.setting("minLevel", "baseline")

# METADATA
# title: The namespace may enforce what it likes
exempt if psa.namespace.metadata.name in psa.list("exemptNamespaces", "kube-system")

# METADATA
# title: What is enforced instead of enough; undefined where it is enough
found := sprintf("is \"%s\"", [psa.current.enforce]) if {
	too_weak
	psa.current.enforce
} else := sprintf("is not set and counts as \"%s\"", [psa.cluster_default]) if {
	too_weak
}

# METADATA
# title: The enforced level is below the minimum, or the request makes it invalid
too_weak if psa.levels[psa.enforced(psa.current)] < psa.levels[minimum]

too_weak if {
	not psa.levels[psa.current.enforce]
	psa.current.enforce
	not psa.current.enforce == psa.previous.enforce
}
