# METADATA
# scope: package
# title: Webhooks do not lock themselves out
# description: |
#   Summary: a cluster whose webhook is down can start it again.
#   Denies: a ValidatingWebhookConfiguration or MutatingWebhookConfiguration with a webhook that has failurePolicy Fail, a rule for creating or
#     updating pods, nodes or leases, and a namespaceSelector that does not exempt the namespace of its own service and those in
#     criticalNamespaces by the label kubernetes.io/metadata.name.
#   Allows: NotIn with these namespaces, In and matchLabels without them, DoesNotExist; Ignore, which is for webhook.failure-policy. A webhook with
#     a url has no namespace of its own. A namespaceSelector exempts no nodes; but with its own namespace exempt, the webhook starts and answers.
#   Parameters: criticalNamespaces (kube-system; names separated by commas).
# custom:
#   control: webhook.deadlock
#   severity: high
#   kubernetes_from: "1.16"
#   guidance: F17
#   articles: ["S26A #17", "S26C #17"]
package webhook.deadlock

import data.lib
import data.lib.params
import data.lib.webhook

# METADATA
# title: Webhooks may lock themselves out
# custom: {control: webhook.deadlock}
deny contains msg if {
	details := [sprintf("\"%s\" does not exempt %s", [webhook.name(one), lib.quoted(namespaces)]) |
		some one in webhook.all
		webhook.failure_policy(one) == "Fail"
		is_vital(lib.get(one, ["rules"], []))
		namespaces := [namespace |
			some namespace in needed(one)
			not exempt(lib.get(one, ["namespaceSelector"], {}), namespace)
		]
		count(namespaces) > 0
	]
	count(details) > 0
	msg := sprintf("webhook can lock itself out (%s)", [concat("; ", details)])
}

# METADATA
# title: Rules are for what a cluster cannot go on without
is_vital(list) if {
	some asked in [
		{"group": "", "version": "v1", "resource": "pods", "namespaced": true},
		{"group": "", "version": "v1", "resource": "nodes", "namespaced": false},
		{"group": "coordination.k8s.io", "version": "v1", "resource": "leases", "namespaced": true},
	]
	webhook.is_asked(list, asked, ["CREATE", "UPDATE"])
}

# METADATA
# title: The namespaces that must be exempt, the webhook's own first
needed(one) := array.concat(own, [namespace |
	some namespace in params.list("criticalNamespaces", "kube-system")
	not namespace in own
]) if {
	own := [namespace | namespace := lib.get(one, ["clientConfig", "service", "namespace"], ""); namespace != ""]
}

# METADATA
# title: The selector leaves out the namespace, whatever other labels it has
exempt(selector, namespace) if lib.get(selector, ["matchLabels", name_label], namespace) != namespace

exempt(selector, namespace) if {
	some expression in lib.get(selector, ["matchExpressions"], [])
	expression.key == name_label
	leaves_out(expression.operator, lib.get(expression, ["values"], []), namespace)
}

# METADATA
# scope: document
# title: The requirement is not true of the namespace
leaves_out("NotIn", values, namespace) if namespace in values

leaves_out("In", values, namespace) if not namespace in values

leaves_out("DoesNotExist", _, _)

# METADATA
# title: The label that every namespace has, with its name
name_label := "kubernetes.io/metadata.name"
