package webhook.failure_policy_test

import data.webhook.failure_policy as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

ignore(name) := {"name": name, "failurePolicy": "Ignore"}

test_deny_names_what_fails_open if {
	wanted := {`webhook fails open (webhook "b" must set failurePolicy=Fail)`}
	policy.deny == wanted with input as validating([{"name": "a"}, ignore("b")])
	policy.deny == {`webhook fails open (webhooks "b", "a" must set failurePolicy=Fail)`} with input as configuration(
		"MutatingWebhookConfiguration",
		[ignore("b"), ignore("a")],
	)
}

test_allow_fail_absent_and_allowed if {
	policy.deny == set() with input as validating([{"name": "a"}, {"name": "b", "failurePolicy": "Fail"}])
	policy.deny == set() with input as {
		"request": {"object": validating([ignore("a"), ignore("b")])},
		"parameters": {"allowedIgnore": "b, a"},
	}
}
