package psp.rbac_leftover_test

import data.psp.rbac_leftover as policy

rule(groups, resources, verbs) := {"apiGroups": groups, "resources": resources, "verbs": verbs}

use := rule(["policy"], ["podsecuritypolicies"], ["use"])

role(rules) := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "psp"}, "rules": rules}

at(version) := {"request": {"object": role([use])}, "parameters": {"clusterVersion": version}}

told(number) := {sprintf("leftover of PodSecurityPolicy (%s the use of podsecuritypolicies, removed in Kubernetes 1.25)", [number])}

test_warn_of_rules_for_policies if {
	policy.warn == told("1 rule allows") with input as role([use])
	policy.warn == told("1 rule allows") with input as object.union(role([use]), {"kind": "Role"})
	policy.warn == told("2 rules allow") with input as role([use, rule(["extensions"], ["pods", "podsecuritypolicies"], ["get", "*"])])
	policy.warn == told("1 rule allows") with input as role([rule(["*"], ["podsecuritypolicies"], ["use"])])
}

test_warn_from_1_25_on if {
	policy.warn == told("1 rule allows") with input as at("v1.25")
	policy.warn == set() with input as at("v1.24")
}

test_allow_other_rules if {
	every one in [
		rule(["policy"], ["*"], ["use"]), rule(["policy"], ["podsecuritypolicies"], ["get"]),
		rule(["shop.example"], ["podsecuritypolicies"], ["use"]), rule(["policy"], ["poddisruptionbudgets"], ["use"]),
	] {
		policy.warn == set() with input as role([one])
	}
	policy.warn == set() with input as role(null)
	policy.deny == set() with input as role([use])
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.24")`} with input as at("1.24")
	policy.warn == set() with input as at("1.24")
}

test_allow_other_kinds if policy.warn == set() with input as object.union(role([use]), {"kind": "ClusterRoleBinding"})
