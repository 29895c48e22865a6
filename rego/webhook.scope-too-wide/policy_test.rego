package webhook.scope_too_wide_test

import data.webhook.scope_too_wide as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

rule(change) := object.union({"apiGroups": ["*"], "resources": ["*"], "operations": ["*"]}, change)

hook(name, change) := {"name": name, "rules": [{"apiGroups": ["apps"]}, rule(change)]}

test_deny_everything if {
	every change in [{}, {"resources": ["*/*"]}, {"operations": ["UPDATE", "CREATE", "CONNECT", "DELETE"]}] {
		wanted := {`webhook for everything (webhook "a" with failurePolicy Fail)`}
		policy.deny == wanted with input as validating([hook("a", change), {"name": "b"}])
	}
}

test_allow_what_leaves_something_out if {
	every change in [{"apiGroups": ["apps"]}, {"resources": ["pods", "*/status"]}, {"operations": ["CREATE", "UPDATE", "DELETE"]}] {
		policy.deny == set() with input as validating([hook("a", change)])
	}
	policy.deny == set() with input as validating([object.union(hook("a", {}), {"failurePolicy": "Ignore"})])
}
