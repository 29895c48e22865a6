package webhook.subresources_test

import data.webhook.subresources as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

hook(name, resources) := {"name": name, "rules": [rule |
	some resource in resources
	rule := {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["UPDATE"], "resources": [resource]}
]}

test_deny_pods_alone if {
	wanted := {`webhook blind to ephemeral containers (webhooks "a", "b" must have a rule for UPDATE of pods/ephemeralcontainers)`}
	policy.deny == wanted with input as validating([hook("a", ["pods"]), hook("b", ["*", "pods/status"]), hook("c", ["pods/*"])])
}

test_allow_both_and_none if {
	policy.deny == set() with input as validating([hook("a", ["pods", "pods/ephemeralcontainers"]), hook("b", ["*/*"])])
	policy.deny == set() with input as validating([hook("a", ["services", "pods/status"]), {"name": "b"}])
}
