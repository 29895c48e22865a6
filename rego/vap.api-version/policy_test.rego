package vap.api_version_test

import data.vap.api_version as policy

of(kind, version) := {"apiVersion": sprintf("admissionregistration.k8s.io/%s", [version]), "kind": kind, "metadata": {"name": "a"}}

at(cluster, kind, version) := {"request": {"object": of(kind, version)}, "parameters": {"clusterVersion": cluster}}

unserved(version, cluster) := {sprintf("API version is not served (admissionregistration.k8s.io/%s at clusterVersion %s)", [version, cluster])}

test_deny_versions_that_are_not_served if {
	every kind in ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"] {
		every pair in [
			["v1alpha1", "v1.25"], ["v1alpha1", "v1.32"], ["v1beta1", "v1.27"], ["v1beta1", "v1.34"], ["v1", "v1.29"],
			["v2", "latest"],
		] {
			policy.deny == unserved(pair[0], pair[1]) with input as at(pair[1], kind, pair[0])
		}
	}
	every kind in ["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"] {
		every pair in [["v1alpha1", "v1.31"], ["v1beta1", "v1.33"], ["v1", "v1.35"]] {
			policy.deny == unserved(pair[0], pair[1]) with input as at(pair[1], kind, pair[0])
		}
	}
}

test_allow_versions_that_are_served if {
	every kind in ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"] {
		every pair in [["v1alpha1", "v1.26"], ["v1alpha1", "v1.31"], ["v1beta1", "v1.28"], ["v1beta1", "v1.33"], ["v1", "v1.30"], ["v1", "latest"]] {
			policy.deny == set() with input as at(pair[1], kind, pair[0])
		}
	}
	every pair in [["v1alpha1", "v1.32"], ["v1beta1", "v1.34"], ["v1", "v1.36"], ["v1beta1", "latest"]] {
		policy.deny == set() with input as at(pair[1], "MutatingAdmissionPolicy", pair[0])
	}
	policy.deny == set() with input as at("v1.20", "ValidatingWebhookConfiguration", "v1beta1")
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.30")`} with input as at("1.30", "ValidatingAdmissionPolicy", "v1")
}
