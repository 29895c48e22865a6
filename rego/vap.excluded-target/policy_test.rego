package vap.excluded_target_test

import data.vap.excluded_target as policy

of(kind, rules) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": "a"},
	"spec": {"matchConstraints": {"resourceRules": [{"apiGroups": groups, "resources": resources} | some [groups, resources] in rules]}},
}

dead(targets) := {sprintf("dead rule (policies are never asked about %s)", [targets])}

test_deny_rules_for_what_is_never_asked if {
	every kind in ["ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"] {
		policy.deny == dead("tokenreviews.authentication.k8s.io") with input as of(kind, [[["*"], ["pods", "tokenreviews/*"]]])
		policy.deny == dead("subjectaccessreviews.authorization.k8s.io, validatingadmissionpolicies.admissionregistration.k8s.io") with input as of(kind, [
			[["admissionregistration.k8s.io"], ["validatingadmissionpolicies"]],
			[["authorization.k8s.io"], ["subjectaccessreviews"]],
		])
		policy.deny == dead("*.authentication.k8s.io, *.authorization.k8s.io") with input as of(kind, [[["authorization.k8s.io", "authentication.k8s.io"], ["*/*"]]])
	}
}

test_allow_rules_for_more if {
	every rule in [
		[["*"], ["*"]], [["authentication.k8s.io", "apps"], ["*"]], [["admissionregistration.k8s.io"], ["*"]], [["apps"], ["tokenreviews"]],
		[["admissionregistration.k8s.io"], ["validatingwebhookconfigurations"]], [[""], ["serviceaccounts/token"]], [[], ["*"]],
	] {
		policy.deny == set() with input as of("ValidatingAdmissionPolicy", [rule])
	}
	policy.deny == set() with input as of("ValidatingAdmissionPolicyBinding", [[["authentication.k8s.io"], ["tokenreviews"]]])
}
