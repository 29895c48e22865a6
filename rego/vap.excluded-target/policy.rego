# METADATA
# scope: package
# title: No rule for what policies are never asked
# description: |
#   Summary: no policy claims to judge or change what the API server never puts to policies.
#   Denies: ValidatingAdmissionPolicy or MutatingAdmissionPolicy with a rule in spec.matchConstraints.resourceRules that names, with its group or any, policies or their
#     bindings, tokenreviews, selfsubjectreviews, localsubjectaccessreviews, selfsubjectaccessreviews, selfsubjectrulesreviews or subjectaccessreviews; or that is for any
#     resource of authentication.k8s.io and authorization.k8s.io alone, all of whose resources are such reviews.
#   Allows: any resource of any other group: such a rule is for more than what is left out. Tokens of service accounts, evictions, connections and configurations of
#     webhooks, of which policies are asked. excludeResourceRules are not looked at.
#   Correction: articles say that native CEL validates admission webhooks; policies can judge the configurations of webhooks, which webhooks cannot.
#   Versions: since 1.26 for validating, since 1.32 for mutating policies. Policies from files (alpha in 1.36) may be asked of policies too; they are no objects.
# custom:
#   control: vap.excluded-target
#   severity: medium
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.excluded_target

import data.lib.policies
import data.lib.rules

# METADATA
# title: A rule is for what policies are never asked
# custom: {control: vap.excluded-target}
deny contains msg if {
	targets := sort({target |
		some rule in policies.rules(policies.policy)
		some [resource, _] in rules.pairs(rule)
		some target in dead(rules.items(rule, "apiGroups"), resource)
	})
	count(targets) > 0
	msg := sprintf("dead rule (policies are never asked about %s)", [concat(", ", targets)])
}

# METADATA
# scope: document
# title: What a resource of a rule is of that policies are never asked
dead(groups, resource) := {sprintf("%s.%s", [resource, group]) |
	some group, resources in excluded
	resource in resources
	count(groups & {group, "*"}) > 0
} if {
	resource != "*"
}

dead(groups, "*") := {sprintf("*.%s", [group]) | some group in groups} if object.subset({"authentication.k8s.io", "authorization.k8s.io"}, groups)

# METADATA
# title: What the API server never puts to policies, by API group
excluded := {
	"authentication.k8s.io": {"selfsubjectreviews", "tokenreviews"},
	"authorization.k8s.io": {"localsubjectaccessreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"},
	"admissionregistration.k8s.io": {
		"mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
		"validatingadmissionpolicies", "validatingadmissionpolicybindings",
	},
}
