# METADATA
# scope: package
# title: A policy guards the configurations of webhooks
# description: |
#   Summary: who may change or delete a webhook configuration is up to a policy, for no webhook is asked about it.
#   Denies: nothing.
#   Warns: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration in a cluster that has no ValidatingAdmissionPolicy for UPDATE and
#     DELETE of it which a binding with Deny enforces. The two operations may be guarded by two policies.
#   Allows: a rule that also names it by resourceNames; what selectors and match conditions of the policy leave out, and what its expressions
#     ask for, is not looked at.
# custom:
#   control: webhook.config-guarded
#   severity: advisory
#   kubernetes_from: "1.26"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
#   cel: "needs all policies of the cluster and their bindings, and a policy in CEL sees one object"
package webhook.config_guarded

import data.lib
import data.lib.rules
import data.lib.webhook

# METADATA
# title: No policy guards the configuration
# custom: {control: webhook.config-guarded}
warn contains msg if {
	resource := sprintf("%ss", [lower(webhook.configuration.kind)])
	open := [operation |
		some operation in ["UPDATE", "DELETE"]
		not is_guarded({
			"group": "admissionregistration.k8s.io",
			"version": "v1",
			"resource": resource,
			"namespaced": false,
			"operation": operation,
		})
	]
	count(open) > 0
	msg := sprintf("webhook configuration not guarded (no ValidatingAdmissionPolicy denies %s of %s)", [concat(" and ", open), resource])
}

# METADATA
# title: A policy that is enforced judges the request
is_guarded(asked) if {
	some name, policy in found("ValidatingAdmissionPolicy")
	constraints := lib.get(policy, ["spec", "matchConstraints"], {})
	is_among(lib.get(constraints, ["resourceRules"], []), asked)
	not is_among(lib.get(constraints, ["excludeResourceRules"], []), asked)
	some binding in found("ValidatingAdmissionPolicyBinding")
	lib.get(binding, ["spec", "policyName"], "") == name
	"Deny" in lib.get(binding, ["spec", "validationActions"], [])
}

# METADATA
# title: A rule is for the request and for the configuration by its name
is_among(list, asked) if {
	some rule in list
	rules.matches(rule, asked)
	is_named(lib.get(rule, ["resourceNames"], []))
}

# METADATA
# title: The names are those of every configuration, or hold this one's
is_named([])

is_named(names) if lib.get(webhook.configuration, ["metadata", "name"], "") in names

# METADATA
# title: What the cluster has of a kind, by name
found(kind) := object.union_n([objects |
	some api_version, kinds in data.inventory.cluster
	startswith(api_version, "admissionregistration.k8s.io/")
	objects := lib.get(kinds, [kind], {})
])
