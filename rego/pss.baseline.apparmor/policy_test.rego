package pss.baseline.apparmor_test

import data.pss.baseline.apparmor as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

annotated(annotations) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": annotations}, "spec": {}}

key(name) := concat("", ["container.apparmor.security.beta.kubernetes.io/", name])

profile(type) := {"appArmorProfile": {"type": type}}

container(name, type) := {"name": name, "securityContext": profile(type)}

test_deny_the_pod if {
	policy.deny == {`forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")`} with input as pod({
		"securityContext": profile("Unconfined"),
		"containers": [container("a", "RuntimeDefault")],
	})
}

test_deny_containers_whatever_the_pod_sets if {
	policy.deny == {concat("", [
		`forbidden AppArmor profiles (containers "a", "b" must not set AppArmor profile type to `,
		`"Unconfined", "runtimeDefault")`,
	])} with input as pod({
		"securityContext": profile("Localhost"),
		"initContainers": [container("a", "runtimeDefault")],
		"ephemeralContainers": [container("b", "Unconfined")],
	})
}

test_deny_a_profile_without_a_type if {
	policy.deny == {`forbidden AppArmor profile (pod must not set AppArmor profile type to "")`} with input as pod({"securityContext": {"appArmorProfile": {}}})
}

test_deny_annotations_sorted if {
	policy.deny == {sprintf(
		`forbidden AppArmor profiles (annotations must not set AppArmor profile type to "%s="unconfined"", "%s="x\"y"")`,
		[key("a"), key("gone")],
	)} with input as annotated({key("gone"): `x"y`, key("a"): "unconfined"})
}

test_deny_fields_then_annotations if {
	bad := object.union(annotated({key("a"): "unconfined"}), {"spec": {
		"securityContext": profile("Unconfined"),
		"containers": [container("a", "Unconfined")],
	}})
	policy.deny == {sprintf(
		`forbidden AppArmor profiles (pod and container "a" and annotation must not set AppArmor profile type to "Unconfined", "%s="unconfined"")`,
		[key("a")],
	)} with input as bad
}

test_allow_profiles_that_confine if {
	policy.deny == set() with input as pod({
		"securityContext": profile("RuntimeDefault"),
		"containers": [container("a", "Localhost"), {"name": "b", "securityContext": {"appArmorProfile": null}}],
	})
}

test_allow_annotations_that_confine if {
	policy.deny == set() with input as annotated({
		key("a"): "runtime/default",
		key("b"): "localhost/x",
		key("c"): "",
		key("d"): null,
		"apparmor": "unconfined",
	})
}
