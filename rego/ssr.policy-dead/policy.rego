# METADATA
# scope: package
# title: No rules for what policies are never asked
# description: |
#   Summary: no policy claims to judge SelfSubjectReviews, of which it never hears.
#   Warns: from cluster version v1.26 on, a ValidatingAdmissionPolicy or MutatingAdmissionPolicy with a rule for selfsubjectreviews among
#     spec.matchConstraints.resourceRules; from v1.37 on, a webhook configuration with such a rule. Such a rule names selfsubjectreviews with
#     their group (or any), or any resource of the group authentication.k8s.io alone, all of whose resources are reviews.
#   Allows: rules for any resource of any group, excludeResourceRules, and webhooks before v1.37, which are asked.
#   Parameters: clusterVersion (latest; or v1.x).
#   Versions: policies in CEL were never asked; webhooks are not since 1.37 (ExcludeAdmissionWebhookVirtualResources), whose API server warns too.
#     In CEL, webhook configurations alone are judged: policies are no more put to policies than reviews are.
# custom:
#   control: ssr.policy-dead
#   severity: medium
#   kubernetes_from: "1.26"
#   guidance: F11
#   articles: ["S26A #13", "S26C #13"]
package ssr.policy_dead

import data.lib
import data.lib.params
import data.lib.rbac

# METADATA
# title: The params cannot be used
# custom: {control: ssr.policy-dead}
deny contains params.invalid(params.bad_cluster_version) if is({
	"ValidatingAdmissionPolicy", "MutatingAdmissionPolicy",
	"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
})

# METADATA
# title: A policy has a rule for reviews
# custom: {control: ssr.policy-dead}
warn contains "dead rule (policies are never asked about selfsubjectreviews)" if {
	is({"ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"})
	params.cluster_version >= 26
	some rule in lib.get(lib.resource, ["spec", "matchConstraints", "resourceRules"], [])
	is_dead(rule)
}

# METADATA
# title: A webhook has a rule for reviews
# custom: {control: ssr.policy-dead}
warn contains msg if {
	is({"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"})
	params.cluster_version >= 37
	names := [lib.get(webhook, ["name"], "") |
		some webhook in lib.get(lib.resource, ["webhooks"], [])
		has_dead_rule(webhook)
	]
	count(names) > 0
	msg := sprintf("dead rule (%s; since Kubernetes 1.37 webhooks are not asked about selfsubjectreviews)", [lib.quoted(names)])
}

# METADATA
# title: The object under judgement is of one of these kinds
is(kinds) if {
	lib.group == "admissionregistration.k8s.io"
	lib.resource.kind in kinds
	lib.get(lib.request, ["subResource"], "") == ""
}

# METADATA
# title: Some rule of the webhook is for reviews
has_dead_rule(webhook) if {
	some rule in lib.get(webhook, ["rules"], [])
	is_dead(rule)
}

# METADATA
# title: The rule is for reviews
is_dead(rule) if {
	rbac.has(rule, "apiGroups", {"authentication.k8s.io", "*"})
	rbac.has(rule, "resources", {"selfsubjectreviews", "selfsubjectreviews/*"})
}

is_dead(rule) if {
	{group | some group in lib.get(rule, ["apiGroups"], [])} == {"authentication.k8s.io"}
	rbac.has(rule, "resources", {"*", "*/*"})
}
