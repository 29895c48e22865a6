package pss.baseline.seccomp_test

import data.pss.baseline.seccomp as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, object) := {"request": {"object": object}, "parameters": {"policyVersion": version}}

annotated(annotations, spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": annotations}, "spec": spec}

pod_key := "seccomp.security.alpha.kubernetes.io/pod"

key(name) := concat("", ["container.seccomp.security.alpha.kubernetes.io/", name])

profile(type) := {"seccompProfile": {"type": type}}

container(name, type) := {"name": name, "securityContext": profile(type)}

test_deny_the_pod_whatever_containers_set if {
	policy.deny == {`seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")`} with input as pod({
		"securityContext": profile("Unconfined"),
		"containers": [container("a", "RuntimeDefault")],
	})
}

test_deny_containers_with_types_sorted if {
	policy.deny == {concat("", [
		`seccompProfile (containers "z", "a" must not set securityContext.seccompProfile.type to `,
		`"Unconfined", "runtimeDefault")`,
	])} with input as pod({
		"containers": [container("a", "Unconfined")],
		"initContainers": [container("z", "runtimeDefault")],
	})
}

test_deny_a_profile_without_a_type if {
	policy.deny == {`seccompProfile (pod must not set securityContext.seccompProfile.type to "")`} with input as pod({"securityContext": {"seccompProfile": {}}})
}

test_fields_count_from_v1_19 if {
	unconfined := pod({"containers": [container("a", "Unconfined")]})
	policy.deny == set() with input as at("v1.18", unconfined)
	policy.deny == {`seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")`} with input as at("v1.19", unconfined)
}

test_annotations_count_before_v1_19 if {
	unconfined := annotated({pod_key: "unconfined", key("a"): "", key("gone"): "unconfined"}, {"containers": [{"name": "a"}]})
	policy.deny == {sprintf(`seccompProfile (forbidden annotations %s="", %s="unconfined")`, [key("a"), pod_key])} with input as at("v1.18", unconfined)
	policy.deny == set() with input as at("v1.19", unconfined)
}

test_deny_one_annotation if {
	policy.deny == {sprintf(`seccompProfile (forbidden annotation %s="unconfined")`, [pod_key])} with input as at(
		"v1.0",
		annotated({pod_key: "unconfined"}, {}),
	)
}

test_allow_annotations_that_confine if {
	policy.deny == set() with input as at("v1.18", annotated(
		{
			pod_key: "runtime/default",
			key("a"): "docker/default",
			key("b"): "localhost/x.json",
			key("gone"): "unconfined",
		},
		{"containers": [{"name": "a"}, {"name": "b"}]},
	))
}

test_allow_profiles_that_confine_null_and_missing if {
	policy.deny == set() with input as pod({
		"securityContext": profile("RuntimeDefault"),
		"containers": [container("a", "Localhost"), {"name": "b", "securityContext": {"seccompProfile": null}}, {"name": "c"}],
	})
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", pod({"securityContext": profile("Unconfined")}))
}
