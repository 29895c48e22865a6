# METADATA
# scope: package
# title: Webhooks for pods see ephemeral containers
# description: |
#   Summary: who judges pods judges the containers that are added to them later.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook that has a rule for creating or updating pods, and
#     none for updating pods/ephemeralcontainers.
#   Allows: a rule of the same webhook for the subresource, also as pods/* or */*; rules that are not for pods. A resource * is for no subresource.
#   Versions: the subresource can be updated since 1.16, by default since 1.23.
# custom:
#   control: webhook.subresources
#   severity: high
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.subresources

import data.lib
import data.lib.webhook

# METADATA
# title: Webhooks do not see ephemeral containers
# custom: {control: webhook.subresources}
deny contains msg if {
	names := [webhook.name(one) |
		some one in webhook.all
		list := lib.get(one, ["rules"], [])
		webhook.is_asked(list, pods, ["CREATE", "UPDATE"])
		not webhook.is_asked(list, object.union(pods, {"subresource": "ephemeralcontainers"}), ["UPDATE"])
	]
	count(names) > 0
	msg := sprintf("webhook blind to ephemeral containers (%s must have a rule for UPDATE of pods/ephemeralcontainers)", [webhook.named(names)])
}

# METADATA
# title: Requests about pods
pods := {"group": "", "version": "v1", "resource": "pods", "namespaced": true}
