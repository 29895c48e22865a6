# METADATA
# scope: package
# title: A policy that some request can match
# description: |
#   Summary: a policy or binding that no request can match looks like protection and is none.
#   Denies: a policy or binding (Validating or Mutating) all of whose resourceRules are for nothing; whose objectSelector, or namespaceSelector where all rules are for
#     what is in namespaces, contradicts itself; a policy with the matchCondition `false`; a policy and a binding of it that have no requests in common, by their
#     rules, exclusions or namespaceSelectors: whichever comes later, with the other in the cluster or among the manifests.
#   Warns: one of whose rules only some are for nothing.
#   Scope: for nothing are rules that excludeResourceRules leave out as a whole; names in capitals; `core`, `v1`, `extensions` or a group with a slash as apiGroups, and a slash in apiVersions;
#     a resource of the API groups "", apps or batch in one where it is not, or written as one (`pod`); Cluster or Namespaced as the scope of what is not so there;
#     operations that never come (CREATE of pods/exec, which is CONNECT; CONNECT of pods; UPDATE of serviceaccounts/token; anything of pods/log).
#   Allows: everything else.
#   Limits: nothing is said of resources in other groups, of conditions that are not the literal false, or of what only several rules leave out
#     together. Rules for what policies are never asked are for vap.excluded-target, bindings without a policy for vap.binding-has-policy.
#   Versions: since 1.26 for validating, since 1.32 for mutating policies. With matchPolicy Equivalent, as by default, versions do not matter, nor the two groups of events.
# custom:
#   control: vap.never-matches
#   severity: medium
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.never_matches

import data.lib.dead_rules
import data.lib.never
import data.lib.policies

# METADATA
# title: No request matches the policy or the binding
# custom: {control: vap.never-matches}
deny contains msg if {
	reasons := never.alone(subject)
	count(reasons) > 0
	msg := sprintf("%s never matches (%s)", [word, concat("; ", reasons)])
}

# METADATA
# title: Some rules are for nothing
# custom: {control: vap.never-matches}
warn contains msg if {
	rules := policies.rules(subject)
	dead := dead_rules.of(rules, policies.excluding(subject))
	count(dead) > 0
	count(dead) < count(rules)
	msg := sprintf("rules match nothing (%s)", [concat("; ", dead)])
}

# METADATA
# title: No request matches the binding as well as its policy
# custom: {control: vap.never-matches}
deny contains msg if {
	some policy in policies.policies_of(policies.binding)
	reasons := never.together(policy, policies.binding)
	count(reasons) > 0
	msg := sprintf("binding never matches with policy \"%s\" (%s)", [policies.name(policy), concat("; ", reasons)])
}

# METADATA
# title: No request matches the policy as well as a binding of it
# custom: {control: vap.never-matches}
deny contains msg if {
	some binding in policies.bindings_of(policies.policy)
	reasons := never.together(policies.policy, binding)
	count(reasons) > 0
	msg := sprintf("policy never matches with binding \"%s\" (%s)", [policies.name(binding), concat("; ", reasons)])
}

# METADATA
# title: The policy or binding under judgement; undefined for everything else
subject := policies.policy

subject := policies.binding

# METADATA
# title: What it is
word := "policy" if {
	policies.policy
} else := "binding"
