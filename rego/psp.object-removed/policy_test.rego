package psp.object_removed_test

import data.psp.object_removed as policy

psp(version) := {"apiVersion": version, "kind": "PodSecurityPolicy", "metadata": {"name": "restricted"}}

at(version) := {"request": {"object": psp("policy/v1beta1")}, "parameters": {"clusterVersion": version}}

gone := {"PodSecurityPolicy is gone (removed in Kubernetes 1.25; use PodSecurity admission)"}

deprecated := {"PodSecurityPolicy is deprecated (since Kubernetes 1.21, removed in 1.25; use PodSecurity admission)"}

test_deny_from_1_25_on if {
	every version in ["v1.25", "v1.37", "latest", null] {
		policy.deny == gone with input as at(version)
		policy.warn == set() with input as at(version)
	}
	policy.deny == gone with input as psp("extensions/v1beta1")
}

test_warn_while_deprecated if {
	every version in ["v1.21", "v1.24"] {
		policy.warn == deprecated with input as at(version)
		policy.deny == set() with input as at(version)
	}
}

test_allow_before_1_21 if {
	policy.deny == set() with input as at("v1.20")
	policy.warn == set() with input as at("v1.20")
}

test_allow_what_is_no_pod_security_policy if {
	policy.deny == set() with input as psp("policy.example/v1")
	policy.deny == set() with input as object.union(psp("policy/v1"), {"kind": "PodDisruptionBudget"})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.24")`} with input as at("1.24")
}
