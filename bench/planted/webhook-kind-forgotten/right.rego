package webhook_fails_closed

deny contains "failurePolicy must be Fail" if {
	input.request.kind.kind in {"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"}
	some webhook in input.request.object.webhooks
	webhook.failurePolicy == "Ignore"
}
