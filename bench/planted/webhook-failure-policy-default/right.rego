package webhook_fails_closed

deny contains "failurePolicy must be Fail" if {
	input.request.kind.kind == "ValidatingWebhookConfiguration"
	some webhook in input.request.object.webhooks
	object.get(webhook, "failurePolicy", "Fail") == "Ignore"
}
