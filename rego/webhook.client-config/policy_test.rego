package webhook.client_config_test

import data.webhook.client_config as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

hook(name, config) := {"name": name, "clientConfig": config}

test_deny_each_way_that_is_not_safe if {
	wanted := {concat("", [
		`webhook client config ("a" has a service without caBundle; "b" has a url that is not https; `,
		`"c" has neither service nor url; "d" has both service and url)`,
	])}
	policy.deny == wanted with input as validating([
		hook("a", {"service": {"name": "x"}}),
		hook("b", {"url": "http://example.com"}),
		hook("c", {"caBundle": "eA=="}),
		hook("d", {"service": {"name": "x"}, "url": "https://example.com"}),
	])
}

test_allow_https_and_services_with_a_bundle if {
	policy.deny == set() with input as validating([
		hook("a", {"service": {"name": "x"}, "caBundle": "eA=="}),
		hook("b", {"url": "https://example.com"}),
		hook("c", {"url": "HTTPS://example.com", "service": null}),
	])
}
