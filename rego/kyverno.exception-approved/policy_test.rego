package kyverno.exception_approved_test

import data.kyverno.exception_approved as policy

exception(namespace, exceptions) := {
	"apiVersion": "kyverno.io/v2",
	"kind": "PolicyException",
	"metadata": {"name": "a", "namespace": namespace},
	"spec": {"exceptions": exceptions},
}

typed(namespace, policies) := {
	"apiVersion": "policies.kyverno.io/v1",
	"kind": "PolicyException",
	"metadata": {"name": "a", "namespace": namespace},
	"spec": {"policyRefs": [{"name": name, "kind": "ValidatingPolicy"} | some name in policies]},
}

labels := {"policyName": "require-labels", "ruleNames": ["owner"]}

with_params(given, parameters) := {"request": {"object": given}, "parameters": parameters}

wanted(details) := {sprintf("exception not approved (%s)", [details])}

test_deny_another_namespace if {
	policy.deny == wanted(`namespace "team-a" is not in namespaces`) with input as exception("team-a", [labels])
	policy.deny == wanted(`namespace "team-a" is not in namespaces`) with input as typed("team-a", ["require-labels"])
	policy.deny == wanted(`namespace "kyverno" is not in namespaces`) with input as with_params(
		exception("kyverno", [labels]),
		{"namespaces": "exceptions"},
	)
}

test_deny_wildcards if {
	policy.deny == wanted(`wildcards "require-*", "?wner"`) with input as exception("kyverno", [
		{"policyName": "require-*", "ruleNames": ["?wner", "team"]},
		labels,
	])
	policy.deny == wanted(`wildcard "*"`) with input as typed("kyverno", ["*"])
}

test_deny_pod_security if {
	policy.deny == wanted(`policy "disallow-host-path" of the Pod Security Standards`) with input as exception("kyverno", [
		labels,
		{"policyName": "disallow-host-path"},
	])
	policy.deny == wanted(`policy "require-labels" of the Pod Security Standards`) with input as object.union(
		exception("kyverno", [labels]),
		{"spec": {"podSecurity": [{"controlName": "Seccomp"}]}},
	)
	policy.deny == wanted(`policies "a", "b" of the Pod Security Standards`) with input as with_params(
		typed("kyverno", ["a", "b", "disallow-host-path"]),
		{"podSecurityPolicies": "b,a"},
	)
}

test_deny_policies_that_are_not_in_policies if {
	policy.deny == wanted(`namespace "team-a" is not in namespaces; wildcard "x*"; policy "b" not in policies`) with input as with_params(
		typed("team-a", ["a", "b", "x*", "disallow-host-path"]),
		{"policies": "a, disallow-host-path"},
	)
}

test_allow_approved if {
	policy.deny == set() with input as exception("kyverno", [labels])
	policy.deny == set() with input as typed("kyverno", ["require-labels"])
	policy.deny == set() with input as with_params(typed("team-a", ["a"]), {"namespaces": "kyverno, team-a"})
	policy.deny == set() with input as exception("kyverno", null)
}

test_allow_other_kinds if {
	policy.deny == set() with input as object.union(exception("team-a", [labels]), {"kind": "Policy"})
	policy.deny == set() with input as object.union(exception("team-a", [labels]), {"apiVersion": "example.com/v1"})
}
