package webhook_timeout

deny contains "timeoutSeconds is at most 10" if {
	input.request.kind.kind == "ValidatingWebhookConfiguration"
	some webhook in input.request.object.webhooks
	webhook.timeoutSeconds > 10
}
