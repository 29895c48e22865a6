# METADATA
# scope: package
# title: Webhooks have no side effects
# description: |
#   Summary: asking a webhook changes nothing, in dry runs at least, and asking it twice does no harm.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook whose sideEffects is neither None nor NoneOnDryRun.
#   Warns: a webhook of a MutatingWebhookConfiguration with reinvocationPolicy IfNeeded, which must be idempotent.
#   Allows: None and NoneOnDryRun; Never, and no reinvocationPolicy, which is Never.
#   Versions: the API server itself refuses other sideEffects in v1.
# custom:
#   control: webhook.side-effects
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.side_effects

import data.lib
import data.lib.webhook

# METADATA
# title: Webhooks have side effects
# custom: {control: webhook.side-effects}
deny contains msg if {
	names := [webhook.name(one) |
		some one in webhook.all
		not lib.get(one, ["sideEffects"], "") in {"None", "NoneOnDryRun"}
	]
	count(names) > 0
	msg := sprintf("webhook with side effects (%s must set sideEffects=None or sideEffects=NoneOnDryRun)", [webhook.named(names)])
}

# METADATA
# title: Webhooks are asked again
# custom: {control: webhook.side-effects}
warn contains msg if {
	names := [webhook.name(one) |
		some one in webhook.all
		lib.get(one, ["reinvocationPolicy"], "Never") == "IfNeeded"
	]
	count(names) > 0
	msg := sprintf("webhook asked again (%s must be idempotent for reinvocationPolicy IfNeeded)", [webhook.named(names)])
}
