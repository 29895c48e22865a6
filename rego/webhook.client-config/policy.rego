# METADATA
# scope: package
# title: Webhooks are asked over TLS that is checked
# description: |
#   Summary: the API server knows whom it asks.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook whose clientConfig has a url that is not https, a service
#     without caBundle, both a url and a service, or neither.
#   Allows: an https url, with caBundle or by the system's certificates; a service with caBundle. What fills in caBundle later is judged then.
#   Versions: the API server itself refuses other urls, both, and neither.
# custom:
#   control: webhook.client-config
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.client_config

import data.lib
import data.lib.webhook

# METADATA
# title: The way to webhooks is not safe
# custom: {control: webhook.client-config}
deny contains msg if {
	details := [sprintf("\"%s\" has %s", [webhook.name(one), problem]) |
		some one in webhook.all
		config := lib.get(one, ["clientConfig"], {})
		url := lib.get(config, ["url"], "")
		problem := wrong(url, lib.get(config, ["service"], null), lib.get(config, ["caBundle"], ""))
	]
	count(details) > 0
	msg := sprintf("webhook client config (%s)", [concat("; ", details)])
}

# METADATA
# title: What is wrong; undefined where nothing is
wrong(url, service, bundle) := "neither service nor url" if {
	url == ""
	service == null
} else := "both service and url" if {
	url != ""
	service != null
} else := "a url that is not https" if {
	url != ""
	not regex.match(`^(?i)https://`, url)
} else := "a service without caBundle" if {
	service != null
	bundle == ""
}
