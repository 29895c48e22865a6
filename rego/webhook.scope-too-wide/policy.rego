# METADATA
# scope: package
# title: No webhook that fails is for everything
# description: |
#   Summary: a webhook that is down does not stop the whole cluster.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook that has failurePolicy Fail and a rule for every
#     group, every resource (* or */*) and every operation (*, or all four), whatever its versions, scope and selectors.
#   Allows: rules that leave out a group, a resource or an operation; Ignore, which is for webhook.failure-policy.
# custom:
#   control: webhook.scope-too-wide
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.scope_too_wide

import data.lib
import data.lib.webhook

# METADATA
# title: Webhooks are for everything
# custom: {control: webhook.scope-too-wide}
deny contains msg if {
	names := [webhook.name(one) |
		some one in webhook.all
		webhook.failure_policy(one) == "Fail"
		has_wide_rule(one)
	]
	count(names) > 0
	msg := sprintf("webhook for everything (%s with failurePolicy Fail)", [webhook.named(names)])
}

# METADATA
# title: Some rule of the webhook is for everything
has_wide_rule(one) if {
	some rule in lib.get(one, ["rules"], [])
	"*" in lib.get(rule, ["apiGroups"], [])
	some resource in lib.get(rule, ["resources"], [])
	resource in {"*", "*/*"}
	is_every_operation({operation | some operation in lib.get(rule, ["operations"], [])})
}

# METADATA
# title: The operations are all that there are
is_every_operation(operations) if "*" in operations

is_every_operation(operations) if {"CREATE", "UPDATE", "DELETE", "CONNECT"} == operations
