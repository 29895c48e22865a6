# METADATA
# scope: package
# title: No mutation of what is deleted
# description: |
#   Summary: a MutatingAdmissionPolicy does not claim to change what is deleted.
#   Denies: MutatingAdmissionPolicy with DELETE among the operations of a rule of spec.matchConstraints.resourceRules.
#   Allows: CREATE, UPDATE, CONNECT, and `*`, which means these three; DELETE in excludeResourceRules.
#   Versions: the API server refuses such a policy first; what is judged here are manifests that it has not seen.
# custom:
#   control: map.no-delete
#   severity: low
#   kubernetes_from: "1.32"
#   guidance: F09
#   articles: ["S26A #11", "S26C #11"]
#   cel: "the API server never puts policies and their bindings to a policy"
package map.no_delete

import data.lib
import data.lib.policies
import data.lib.rules

# METADATA
# title: A rule is for what is deleted
# custom: {control: map.no-delete}
deny contains msg if {
	numbers := [sprintf("%d", [i + 1]) |
		some i, rule in policies.rules(policies.mutating)
		"DELETE" in rules.items(rule, "operations")
	]
	count(numbers) > 0
	msg := sprintf("DELETE cannot be mutated (%s %s)", [lib.plural("rule", "rules", count(numbers)), concat(", ", numbers)])
}
