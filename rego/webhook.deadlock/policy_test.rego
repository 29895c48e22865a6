package webhook.deadlock_test

import data.webhook.deadlock as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

hook(name, resource, selector) := {
	"name": name,
	"clientConfig": {"service": {"namespace": "hooks"}},
	"namespaceSelector": selector,
	"rules": [
		{"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["*"], "resources": ["*"]},
		{"apiGroups": ["", "coordination.k8s.io"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": [resource]},
	],
}

by_name(operator, values) := {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": operator, "values": values}]}

locked(details) := {sprintf("webhook can lock itself out (%s)", [details])}

test_deny_what_reaches_its_own_pods if {
	every resource in ["pods", "nodes", "leases"] {
		policy.deny == locked(`"a" does not exempt "hooks", "kube-system"`) with input as validating([hook("a", resource, null)])
	}
}

test_deny_names_what_is_not_exempt if {
	policy.deny == locked(`"a" does not exempt "hooks"; "b" does not exempt "kube-system"`) with input as validating([
		hook("a", "pods", by_name("NotIn", ["kube-system"])),
		hook("b", "pods", by_name("In", ["kube-system"])),
		hook("c", "pods", by_name("DoesNotExist", null)),
	])
	policy.deny == locked(`"a" does not exempt "hooks"`) with input as validating([hook("a", "nodes", {"matchLabels": {
		"team": "a",
		"kubernetes.io/metadata.name": "hooks",
	}})])
}

test_deny_other_namespaces if {
	policy.deny == locked(`"a" does not exempt "hooks", "cni"`) with input as {
		"request": {"object": validating([hook("a", "pods", {"matchExpressions": [{"key": "team", "operator": "DoesNotExist"}]})])},
		"parameters": {"criticalNamespaces": "cni,hooks"},
	}
	policy.deny == locked(`"a" does not exempt "kube-system"`) with input as validating([object.union(
		hook("a", "pods", null),
		{"clientConfig": {"service": null, "url": "https://example.com"}},
	)])
}

test_allow_exempt_and_harmless if {
	policy.deny == set() with input as validating([
		hook("a", "pods", by_name("NotIn", ["hooks", "kube-system"])),
		hook("b", "configmaps", null),
		object.union(hook("c", "pods", null), {"failurePolicy": "Ignore"}),
	])
}
