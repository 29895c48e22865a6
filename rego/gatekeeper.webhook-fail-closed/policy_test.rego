package gatekeeper.webhook_fail_closed_test

import data.gatekeeper.webhook_fail_closed as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "gatekeeper"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

test_deny_ignore if {
	wanted := {`Gatekeeper fails open (webhook "validation.gatekeeper.sh" must set failurePolicy=Fail)`}
	policy.deny == wanted with input as validating([
		{"name": "validation.gatekeeper.sh", "failurePolicy": "Ignore"},
		{"name": "check-ignore-label.gatekeeper.sh", "failurePolicy": "Fail"},
	])
}

test_deny_names_all if {
	wanted := {`Gatekeeper fails open (webhooks "validation.gatekeeper.sh", "check-ignore-label.gatekeeper.sh" must set failurePolicy=Fail)`}
	policy.deny == wanted with input as validating([
		{"name": "validation.gatekeeper.sh", "failurePolicy": "Ignore"},
		{"name": "check-ignore-label.gatekeeper.sh", "failurePolicy": "Ignore"},
	])
}

test_allow_fail_and_absent if {
	policy.deny == set() with input as validating([
		{"name": "validation.gatekeeper.sh", "failurePolicy": "Fail"},
		{"name": "check-ignore-label.gatekeeper.sh"},
	])
	policy.deny == set() with input as validating(null)
}

test_allow_webhooks_of_others if {
	policy.deny == set() with input as validating([{"name": "hook.example.com", "failurePolicy": "Ignore"}])
	policy.deny == set() with input as configuration("MutatingWebhookConfiguration", [{
		"name": "mutation.gatekeeper.sh",
		"failurePolicy": "Ignore",
	}])
}
