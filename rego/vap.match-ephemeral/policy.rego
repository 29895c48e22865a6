# METADATA
# scope: package
# title: A policy for pods sees ephemeral containers
# description: |
#   Summary: ephemeral containers reach a pod by a subresource, of which a rule for `pods` alone, or for `*`, never hears.
#   Denies: ValidatingAdmissionPolicy whose spec.matchConstraints are for pods (CREATE or UPDATE) and not for UPDATE of pods/ephemeralcontainers.
#   Allows: `pods/ephemeralcontainers`, `pods/*`, `*/*` beside or instead of `pods`; policies that are not for pods. A rule for named pods wants one for the same.
#     What excludeResourceRules leave out without a name counts as left out. matchConditions, selectors and bindings are not looked at.
#   Versions: since 1.26; ephemeral containers are there since 1.25 (1.23 as beta).
# custom:
#   control: vap.match-ephemeral
#   severity: high
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.match_ephemeral

import data.lib.pod_rules
import data.lib.policies
import data.lib.rules

# METADATA
# title: Rules are for pods, but not for their ephemeral containers
# custom: {control: vap.match-ephemeral}
deny contains "ephemeral containers are not seen (pods are matched, UPDATE of pods/ephemeralcontainers is not)" if {
	some rule in pod_rules.of(policies.validating)
	not is_seen(rules.names(rule))
}

# METADATA
# title: Ephemeral containers of pods of these names are seen, or of any pods where there are none
is_seen(names) if {
	match := policies.match(policies.validating)
	rules.asks(match, ephemeral)
	some rule in match.resourceRules
	rules.matches(rule, ephemeral)
	rules.covers_names(rules.names(rule), names)
}

# METADATA
# title: The request that adds an ephemeral container
ephemeral := object.union(pod_rules.request("pods", "UPDATE"), {"subresource": "ephemeralcontainers"})
