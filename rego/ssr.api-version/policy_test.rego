package ssr.api_version_test

import data.ssr.api_version as policy

review(version) := {"apiVersion": sprintf("authentication.k8s.io/%s", [version]), "kind": "SelfSubjectReview"}

at(version, cluster) := {"request": {"object": review(version)}, "parameters": {"clusterVersion": cluster}}

told(version, cluster) := {sprintf("API version is not served (authentication.k8s.io/%s at clusterVersion %s)", [version, cluster])}

test_allow_versions_while_they_are_served if {
	every one in [
		["v1alpha1", "v1.26"], ["v1alpha1", "v1.31"], ["v1beta1", "v1.27"], ["v1beta1", "v1.32"],
		["v1", "v1.28"], ["v1", "latest"],
	] {
		policy.deny == set() with input as at(one[0], one[1])
	}
	policy.deny == set() with input as review("v1")
}

test_deny_versions_before_and_after if {
	every one in [
		["v1alpha1", "v1.25"], ["v1alpha1", "v1.32"], ["v1beta1", "v1.26"], ["v1beta1", "v1.33"],
		["v1", "v1.27"], ["v1beta1", "latest"], ["v2", "v1.30"],
	] {
		policy.deny == told(one[0], one[1]) with input as at(one[0], one[1])
	}
}

test_allow_other_kinds if policy.deny == set() with input as object.union(review("v9"), {"kind": "TokenReview"})

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.27")`} with input as at("v1", "1.27")
}
