# METADATA
# scope: package
# title: No weaker enforcement by update
# description: |
#   Summary: a namespace's enforced level only ever becomes stricter.
#   Denies: updates that weaken the enforced level or remove the enforce label.
#   Allows: new namespaces, stricter and equal levels at any version, and the users in allowedUsers.
#   Parameters: allowedUsers (none; names separated by commas), clusterDefault (privileged).
# custom:
#   control: psa.ns.no-downgrade
#   severity: high
#   kubernetes_from: "1.23"
#   guidance: F01
#   articles: ["S22 #1"]
package psa.ns.no_downgrade

import data.lib
import data.lib.namespace_labels as psa

# METADATA
# title: The params cannot be used
# custom: {control: psa.ns.no-downgrade}
deny contains sprintf("invalid params (%s)", [concat("; ", bad_params)]) if {
	psa.namespace
	psa.previous
	count(bad_params) > 0
}

# METADATA
# title: The enforced level became weaker
# custom: {control: psa.ns.no-downgrade}
deny contains msg if {
	count(bad_params) == 0
	not allowed_user
	msg := sprintf("enforced Pod Security level lowered (%s)", [lowered])
}

# METADATA
# title: What is wrong with the params
bad_params := psa.bad_levels({"clusterDefault": "privileged"})

# METADATA
# title: The user may lower levels
allowed_user if lib.request.userInfo.username in psa.list("allowedUsers", "")

# METADATA
# title: How enforcement became weaker; undefined where it did not
lowered := sprintf("enforce was \"%s\", is removed", [psa.previous.enforce]) if {
	not psa.current.enforce
} else := sprintf("enforce was \"%s\", is \"%s\"", [psa.previous.enforce, psa.current.enforce]) if {
	weaker
} else := sprintf("enforce was not set and counted as \"%s\", is \"%s\"", [psa.cluster_default, psa.current.enforce]) if {
	weaker
}

# METADATA
# title: The new level is weaker than the old one
weaker if psa.levels[psa.enforced(psa.current)] < psa.levels[psa.enforced(psa.previous)]
