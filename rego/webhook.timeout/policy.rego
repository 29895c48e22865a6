# METADATA
# scope: package
# title: Webhooks answer soon
# description: |
#   Summary: nobody waits long for a webhook.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook whose timeoutSeconds is more than max; none counts as 10.
#   Allows: up to max.
#   Parameters: max (5; seconds).
#   Versions: the API server itself refuses less than 1 and more than 30.
# custom:
#   control: webhook.timeout
#   severity: low
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.timeout

import data.lib
import data.lib.params
import data.lib.webhook

# METADATA
# title: The params cannot be used
# custom: {control: webhook.timeout}
deny contains params.invalid(bad_params) if webhook.configuration

# METADATA
# title: Webhooks are waited for too long
# custom: {control: webhook.timeout}
deny contains msg if {
	max_seconds := params.number("max", "5")
	details := [sprintf("\"%s\" may take %d seconds", [webhook.name(one), seconds]) |
		some one in webhook.all
		seconds := lib.get(one, ["timeoutSeconds"], 10)
		seconds > max_seconds
	]
	count(details) > 0
	msg := sprintf("webhook timeout (%s; at most %d)", [concat(", ", details), max_seconds])
}

# METADATA
# title: What is wrong with the params
bad_params := params.bad_numbers({"max": "5"})
