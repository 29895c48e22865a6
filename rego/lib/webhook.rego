# METADATA
# scope: package
# title: The webhooks of admission
# description: What a webhook leaves out means what the API server reads into it.
package lib.webhook

import data.lib
import data.lib.rules

# METADATA
# title: The configuration of webhooks under judgement; undefined for everything else
configuration := lib.resource if {
	lib.group == "admissionregistration.k8s.io"
	lib.resource.kind in {"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"}
}

# METADATA
# title: Its webhooks; undefined for everything else
all := lib.get(configuration, ["webhooks"], [])

# METADATA
# title: A webhook's name
name(webhook) := lib.get(webhook, ["name"], "")

# METADATA
# title: What is done when a webhook cannot be asked
failure_policy(webhook) := lib.get(webhook, ["failurePolicy"], "Fail")

# METADATA
# title: The word webhook or webhooks with the names
named(names) := sprintf("%s %s", [lib.plural("webhook", "webhooks", count(names)), lib.quoted(names)])

# METADATA
# title: Some rule is for a request like this one with one of the operations
is_asked(list, request, operations) if {
	some rule in list
	some operation in operations
	rules.matches(rule, object.union(request, {"operation": operation}))
}
