package webhook.config_guarded_test

import data.webhook.config_guarded as policy

configuration(kind, webhooks) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "hooks"},
	"webhooks": webhooks,
}

validating(webhooks) := configuration("ValidatingWebhookConfiguration", webhooks)

policies(operations, fields) := {"ValidatingAdmissionPolicy": {"guard": {"spec": {"matchConstraints": object.union(
	{"resourceRules": [{
		"apiGroups": ["admissionregistration.k8s.io"],
		"apiVersions": ["v1"],
		"operations": operations,
		"resources": ["validatingwebhookconfigurations"],
	}]},
	fields,
)}}}}

bindings(actions) := {"ValidatingAdmissionPolicyBinding": {"guard": {"spec": {"policyName": "guard", "validationActions": actions}}}}

open(operations) := {sprintf(
	"webhook configuration not guarded (no ValidatingAdmissionPolicy denies %s of validatingwebhookconfigurations)",
	[operations],
)}

judged := validating([{"name": "a"}])

v1 := "admissionregistration.k8s.io/v1"

test_warn_without_policies if {
	policy.warn == open("UPDATE and DELETE") with input as judged
	policy.warn == open("UPDATE and DELETE") with input as judged with data.inventory as {"cluster": {v1: bindings(["Deny"])}}
}

test_warn_without_a_binding_that_denies if {
	policy.warn == open("UPDATE and DELETE") with input as judged
		with data.inventory as {"cluster": {v1: object.union(policies(["*"], {}), bindings(["Audit"]))}}
}

test_warn_of_what_is_not_guarded if {
	policy.warn == open("DELETE") with input as judged
		with data.inventory as {"cluster": {v1: object.union(policies(["UPDATE"], {}), bindings(["Deny"]))}}
	excluded := {"excludeResourceRules": [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["UPDATE"], "resources": ["*"]}]}
	policy.warn == open("UPDATE") with input as judged
		with data.inventory as {"cluster": {v1: object.union(policies(["*"], excluded), bindings(["Deny"]))}}
}

test_warn_of_a_policy_for_another_by_name if {
	named := {"resourceRules": [{
		"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"],
		"resourceNames": ["others"],
	}]}
	policy.warn == open("UPDATE and DELETE") with input as judged
		with data.inventory as {"cluster": {v1: object.union(policies(["*"], named), bindings(["Deny"]))}}
}

test_allow_a_guarded_configuration if {
	policy.warn == set() with input as judged
		with data.inventory as {"cluster": {v1: object.union(policies(["UPDATE", "DELETE"], {}), bindings(["Audit", "Deny"]))}}
	named := {"resourceRules": [{
		"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"],
		"resourceNames": ["hooks"],
	}]}
	policy.warn == set() with input as judged with data.inventory as {"cluster": {
		"admissionregistration.k8s.io/v1beta1": policies(["*"], named),
		v1: bindings(["Deny"]),
		"apps/v1": {},
	}}
}

test_allow_other_kinds if {
	policy.warn == set() with input as {"apiVersion": "v1", "kind": "ConfigMap"}
}
