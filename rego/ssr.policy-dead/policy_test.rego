package ssr.policy_dead_test

import data.ssr.policy_dead as policy

registered(kind, fields) := object.union({"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": "a"}}, fields)

rule(groups, resources) := {"apiGroups": groups, "apiVersions": ["*"], "operations": ["CREATE"], "resources": resources}

dead := rule(["authentication.k8s.io"], ["selfsubjectreviews"])

policy_with(rules) := registered("ValidatingAdmissionPolicy", {"spec": {"matchConstraints": {"resourceRules": rules}}})

webhook_with(rules) := registered("ValidatingWebhookConfiguration", {"webhooks": [{"name": "a.example.com", "rules": rules}, {"name": "b.example.com"}]})

at(version, object) := {"request": {"object": object}, "parameters": {"clusterVersion": version}}

of_policies := {"dead rule (policies are never asked about selfsubjectreviews)"}

of_webhooks := {`dead rule ("a.example.com"; since Kubernetes 1.37 webhooks are not asked about selfsubjectreviews)`}

test_warn_of_rules_for_reviews if {
	every one in [
		dead, rule(["", "*"], ["pods", "selfsubjectreviews/*"]), rule(["authentication.k8s.io"], ["*"]),
		rule(["authentication.k8s.io"], ["*/*"]),
	] {
		policy.warn == of_policies with input as policy_with([rule(["apps"], ["*"]), one])
		policy.warn == of_webhooks with input as webhook_with([rule(["apps"], ["*"]), one])
	}
	policy.warn == of_policies with input as object.union(policy_with([dead]), {"kind": "MutatingAdmissionPolicy"})
	policy.warn == of_webhooks with input as object.union(webhook_with([dead]), {"kind": "MutatingWebhookConfiguration"})
}

test_allow_other_rules if {
	every one in [
		rule(["*"], ["*"]), rule(["authentication.k8s.io", "apps"], ["*"]), rule(["authentication.k8s.io"], ["tokenreviews"]),
		rule([""], ["selfsubjectreviews"]), rule(["authentication.k8s.io"], ["*/status"]), rule([], ["*"]),
	] {
		policy.warn == set() with input as policy_with([one])
		policy.warn == set() with input as webhook_with([one])
	}
	policy.warn == set() with input as policy_with(null)
	policy.warn == set() with input as registered("ValidatingWebhookConfiguration", {"webhooks": null})
}

test_policies_are_judged_from_1_26_and_webhooks_from_1_37_on if {
	policy.warn == set() with input as at("v1.25", policy_with([dead]))
	policy.warn == of_policies with input as at("v1.26", policy_with([dead]))
	policy.warn == set() with input as at("v1.36", webhook_with([dead]))
	policy.warn == of_webhooks with input as at("v1.37", webhook_with([dead]))
}

test_allow_other_objects if {
	policy.warn == set() with input as object.union(policy_with([dead]), {"kind": "ValidatingAdmissionPolicyBinding"})
	policy.warn == set() with input as object.union(policy_with([dead]), {"apiVersion": "shop.example/v1"})
	policy.warn == set() with input as {"request": {"object": policy_with([dead]), "subResource": "status"}}
	policy.deny == set() with input as policy_with([dead])
}

test_deny_bad_params if {
	every object in [policy_with([dead]), webhook_with([dead])] {
		policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.37")`} with input as at("1.37", object)
	}
}
