package webhook.timeout_test

import data.webhook.timeout as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

with_max(max, webhooks) := {"request": {"object": validating(webhooks)}, "parameters": {"max": max}}

test_deny_more_than_max if {
	wanted := {`webhook timeout ("a" may take 6 seconds, "b" may take 10 seconds; at most 5)`}
	policy.deny == wanted with input as validating([{"name": "a", "timeoutSeconds": 6}, {"name": "b"}, {"name": "c", "timeoutSeconds": 5}])
}

test_deny_bad_params if {
	policy.deny == {`invalid params (max must be a whole number, is "x")`} with input as with_max("x", [{"name": "a"}])
}

test_allow_up_to_max if {
	policy.deny == set() with input as validating([{"name": "a", "timeoutSeconds": 5}])
	policy.deny == set() with input as with_max("10", [{"name": "a"}])
}
