package webhook.exemptions_test

import data.webhook.exemptions as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

hook(name, fields) := object.union({"name": name}, fields)

by_key(key, operator, values) := {"matchExpressions": [{"key": key, "operator": operator, "values": values}]}

condition(name, expression) := {"matchConditions": [{"name": name, "expression": expression}]}

with_allowed(allowed, webhooks) := {"request": {"object": validating(webhooks)}, "parameters": {"allowed": allowed}}

exempt(details) := {sprintf("webhook with exemptions (%s)", [details])}

test_deny_selectors if {
	policy.deny == exempt(`"a" by namespaceSelector, objectSelector; "c" by objectSelector`) with input as validating([
		hook("a", {
			"namespaceSelector": by_key("kubernetes.io/metadata.name", "NotIn", ["kube-system", "team-a"]),
			"objectSelector": {"matchLabels": {"skip": "no"}},
		}),
		hook("b", {}),
		hook("c", {"objectSelector": by_key("kubernetes.io/metadata.name", "NotIn", ["kube-system"])}),
	])
	policy.deny == exempt(`"a" by namespaceSelector`) with input as validating([hook("a", {"namespaceSelector": by_key(
		"kubernetes.io/metadata.name",
		"In",
		["kube-system"],
	)})])
}

test_deny_conditions if {
	policy.deny == exempt(`"a" by match condition "x"`) with input as validating([hook("a", condition("x", "'system:nodes' in request.userInfo.groups"))])
	policy.deny == exempt(`"a" by match condition "x"`) with input as validating([hook("a", condition("x", "true"))])
	policy.deny == exempt(`"a" by match condition "x"`) with input as with_allowed("b", [hook("a", condition("x", `"b" == 'c'`))])
}

test_allow_what_is_allowed if {
	policy.deny == set() with input as validating([
		hook("a", {"namespaceSelector": by_key("kubernetes.io/metadata.name", "NotIn", ["kube-system"]), "objectSelector": {}}),
		hook("b", condition("x", "request.namespace != 'kube-system'")),
	])
	policy.deny == set() with input as with_allowed("skip, b, c", [hook("a", object.union(
		{"objectSelector": by_key("skip", "DoesNotExist", null), "namespaceSelector": {"matchLabels": {"skip": "no"}}},
		condition("x", `"b" == 'c'`),
	))])
}
