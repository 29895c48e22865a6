# METADATA
# scope: package
# title: Webhooks fail closed
# description: |
#   Summary: what a webhook cannot judge does not pass unjudged.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook whose failurePolicy is not Fail.
#   Allows: Fail, and none, which is Fail in v1; the webhooks in allowedIgnore.
#   Parameters: allowedIgnore (none; names of webhooks, separated by commas).
# custom:
#   control: webhook.failure-policy
#   severity: high
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.failure_policy

import data.lib.params
import data.lib.webhook

# METADATA
# title: Webhooks fail open
# custom: {control: webhook.failure-policy}
deny contains msg if {
	names := [name |
		some one in webhook.all
		webhook.failure_policy(one) != "Fail"
		name := webhook.name(one)
		not name in params.list("allowedIgnore", "")
	]
	count(names) > 0
	msg := sprintf("webhook fails open (%s must set failurePolicy=Fail)", [webhook.named(names)])
}
