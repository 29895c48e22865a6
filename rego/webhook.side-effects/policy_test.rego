package webhook.side_effects_test

import data.webhook.side_effects as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

test_deny_side_effects if {
	wanted := {`webhook with side effects (webhooks "a", "b" must set sideEffects=None or sideEffects=NoneOnDryRun)`}
	policy.deny == wanted with input as validating([{"name": "a", "sideEffects": "Some"}, {"name": "b"}, {"name": "c", "sideEffects": "None"}])
}

test_warn_of_reinvocation if {
	given := configuration("MutatingWebhookConfiguration", [
		{"name": "a", "sideEffects": "None", "reinvocationPolicy": "IfNeeded"},
		{"name": "b", "sideEffects": "None", "reinvocationPolicy": "Never"},
	])
	policy.warn == {`webhook asked again (webhook "a" must be idempotent for reinvocationPolicy IfNeeded)`} with input as given
	policy.deny == set() with input as given
}

test_allow_none if {
	given := configuration("MutatingWebhookConfiguration", [{"name": "a", "sideEffects": "None"}, {"name": "b", "sideEffects": "NoneOnDryRun"}])
	policy.deny == set() with input as given
	policy.warn == set() with input as given
}
