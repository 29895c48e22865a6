package lib.webhook_test

import data.lib.webhook

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

test_webhooks_of_both_kinds if {
	every kind in ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"] {
		webhook.all == [{"name": "a.example.com"}] with input as configuration(kind, [{"name": "a.example.com"}])
		webhook.all == [] with input as configuration(kind, null)
	}
}

test_other_kinds_have_none if {
	not webhook.all with input as configuration("ValidatingAdmissionPolicy", [{"name": "a.example.com"}])
	not webhook.all with input as object.union(
		configuration("ValidatingWebhookConfiguration", [{"name": "a.example.com"}]),
		{"apiVersion": "example.com/v1"},
	)
}

test_what_is_left_out if {
	webhook.name({}) == ""
	webhook.failure_policy({}) == "Fail"
	webhook.failure_policy({"failurePolicy": null}) == "Fail"
	webhook.failure_policy({"failurePolicy": "Ignore"}) == "Ignore"
}

test_names if {
	webhook.named(["a"]) == `webhook "a"`
	webhook.named(["a", "b"]) == `webhooks "a", "b"`
}

test_is_asked_with_any_operation if {
	pods := {"group": "", "version": "v1", "resource": "pods", "subresource": "", "namespaced": true}
	rule := {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["UPDATE"], "resources": ["pods"]}
	webhook.is_asked([object.union(rule, {"resources": ["nodes"]}), rule], pods, ["CREATE", "UPDATE"])
	not webhook.is_asked([rule], pods, ["CREATE", "DELETE"])
	not webhook.is_asked([object.union(rule, {"resources": ["*/status"]})], pods, ["UPDATE"])
	not webhook.is_asked([], pods, ["UPDATE"])
}
