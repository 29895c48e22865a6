# METADATA
# scope: package
# title: Webhooks leave out what is known and nothing else
# description: |
#   Summary: whom and what a webhook is not asked about is written down.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook that is not asked about some requests for other
#     reasons than those in allowed: a namespaceSelector by labels, or NotIn of kubernetes.io/metadata.name with namespaces; an objectSelector by labels, which
#     whoever makes the object chooses; a match condition, unless every text in quotes in it is in allowed and there is one.
#   Allows: selectors whose labels are in allowed; namespaceSelector NotIn with namespaces in allowed; empty selectors and none.
#   Parameters: allowed (kube-system; namespaces, keys of labels, and texts of match conditions such as users and groups, separated by commas).
# custom:
#   control: webhook.exemptions
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.exemptions

import data.lib
import data.lib.params
import data.lib.webhook

# METADATA
# title: Webhooks leave out more than is allowed
# custom: {control: webhook.exemptions}
deny contains msg if {
	details := [sprintf("\"%s\" by %s", [webhook.name(one), concat(", ", ways)]) |
		some one in webhook.all
		ways := exemptions(one)
		count(ways) > 0
	]
	count(details) > 0
	msg := sprintf("webhook with exemptions (%s)", [concat("; ", details)])
}

# METADATA
# title: What the webhook leaves out requests by
exemptions(one) := array.concat(
	[selector |
		some selector in ["namespaceSelector", "objectSelector"]
		not is_allowed(selector, lib.get(one, [selector], {}))
	],
	[sprintf("match condition \"%s\"", [lib.get(condition, ["name"], "")]) |
		some condition in lib.get(one, ["matchConditions"], [])
		not is_allowed_condition(lib.get(condition, ["expression"], ""))
	],
)

# METADATA
# title: The selector leaves out nothing that is not allowed
is_allowed(name, selector) if {
	every label, _ in lib.get(selector, ["matchLabels"], {}) {
		label in allowed
	}
	every expression in lib.get(selector, ["matchExpressions"], []) {
		is_allowed_expression(name, expression)
	}
}

# METADATA
# title: The requirement leaves out nothing that is not allowed
is_allowed_expression(_, expression) if expression.key in allowed

is_allowed_expression("namespaceSelector", expression) if {
	expression.key == "kubernetes.io/metadata.name"
	expression.operator == "NotIn"
	every namespace in lib.get(expression, ["values"], []) {
		namespace in allowed
	}
}

# METADATA
# title: The match condition compares with something, and only with what is allowed
is_allowed_condition(expression) if {
	texts := regex.find_n(`'[^']*'|"[^"]*"`, expression, -1)
	count(texts) > 0
	every text in texts {
		substring(text, 1, count(text) - 2) in allowed
	}
}

# METADATA
# title: What may be left out, and by what
allowed := params.list("allowed", "kube-system")
