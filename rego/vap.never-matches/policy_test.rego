package vap.never_matches_test

import data.vap.never_matches as policy

rule(resource) := {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": [resource]}

of(kind, name, spec) := {"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}

subject(resources) := of("ValidatingAdmissionPolicy", "a", {"matchConstraints": {"resourceRules": [rule(resource) | some resource in resources]}})

binding(name, resources) := of("ValidatingAdmissionPolicyBinding", name, {
	"policyName": "a",
	"matchResources": {"resourceRules": [rule(resource) | some resource in resources]},
})

holding(kind, objects) := {"cluster": {"admissionregistration.k8s.io/v1": {kind: objects}}}

test_deny_what_matches_nothing if {
	policy.deny == {`policy never matches (rule 1: no resource is named "Pods")`} with input as subject(["Pods"])
	policy.deny == {`binding never matches (rule 1: no resource is named "Pods")`} with input as binding("b", ["Pods"])
	policy.warn == set() with input as subject(["Pods"])
}

test_warn_of_some_rules if {
	policy.warn == {`rules match nothing (rule 1: no resource is named "Pods")`} with input as subject(["Pods", "pods"])
	policy.deny == set() with input as subject(["Pods", "pods"])
}

test_deny_what_has_nothing_in_common if {
	policy.deny == {`policy never matches with binding "b" (their resourceRules have nothing in common)`} with input as subject(["pods"])
		with data.inventory as holding("ValidatingAdmissionPolicyBinding", [binding("b", ["services"]), binding("c", ["pods"])])
	policy.deny == {`binding never matches with policy "a" (their resourceRules have nothing in common)`} with input as binding("b", ["services"])
		with data.inventory as holding("ValidatingAdmissionPolicy", [subject(["pods"])])
}

test_allow_what_matches_something if {
	policy.deny == set() with input as subject(["pods"])
	policy.warn == set() with input as subject(["pods"])
	policy.deny == set() with input as binding("b", ["pods"]) with data.inventory as holding("ValidatingAdmissionPolicy", [subject(["pods"])])
	policy.deny == set() with input as object.union(subject(["Pods"]), {"kind": "ValidatingWebhookConfiguration"})
}
