# METADATA
# scope: package
# title: Gatekeeper denies when it cannot be asked
# description: |
#   Summary: what Gatekeeper cannot judge does not pass unjudged.
#   Denies: a ValidatingWebhookConfiguration with a webhook of Gatekeeper, one whose name ends with .gatekeeper.sh, whose failurePolicy is not Fail.
#   Allows: Fail, and no failurePolicy, which is Fail in v1; webhooks of others, which are for webhook.failure-policy.
#   Correction: Gatekeeper's chart installs validation.gatekeeper.sh with Ignore and check-ignore-label.gatekeeper.sh with Fail.
# custom:
#   control: gatekeeper.webhook-fail-closed
#   severity: high
#   kubernetes_from: "1.16"
#   guidance: F15
#   articles: ["S26A #17", "S26C #17"]
package gatekeeper.webhook_fail_closed

import data.lib
import data.lib.webhook

# METADATA
# title: Gatekeeper's webhooks fail open
# custom: {control: gatekeeper.webhook-fail-closed}
deny contains msg if {
	lib.resource.kind == "ValidatingWebhookConfiguration"
	names := [webhook.name(one) |
		some one in webhook.all
		endswith(webhook.name(one), ".gatekeeper.sh")
		webhook.failure_policy(one) != "Fail"
	]
	count(names) > 0
	msg := sprintf("Gatekeeper fails open (%s must set failurePolicy=Fail)", [webhook.named(names)])
}
