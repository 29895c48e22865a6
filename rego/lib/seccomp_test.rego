package lib.seccomp_test

import data.lib.seccomp

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "spec": spec}

setting(profile) := {"securityContext": {"seccompProfile": profile}}

container(name, profile) := object.union({"name": name}, setting(profile))

test_a_null_profile_is_none if {
	not seccomp.profile(setting(null))
	not seccomp.profile({"securityContext": null})
	not seccomp.profile({})
	seccomp.profile(setting({})) == {}
}

test_type_and_file_are_empty_where_they_are_not_set if {
	seccomp.type({}) == ""
	seccomp.type({"type": null}) == ""
	seccomp.file({"localhostProfile": null}) == ""
	seccomp.file({"localhostProfile": "a.json"}) == "a.json"
}

test_setters_are_the_pod_then_the_containers if {
	spec := object.union(setting({"type": "Unconfined"}), {
		"containers": [container("b", {"type": "RuntimeDefault"}), {"name": "unset"}],
		"initContainers": [container("a", {})],
	})
	prefix := "container.seccomp.security.alpha.kubernetes.io"
	seccomp.setters == [
		{"who": "pod", "annotation": "seccomp.security.alpha.kubernetes.io/pod", "profile": {"type": "Unconfined"}},
		{"who": `container "a"`, "annotation": concat("/", [prefix, "a"]), "profile": {}},
		{"who": `container "b"`, "annotation": concat("/", [prefix, "b"]), "profile": {"type": "RuntimeDefault"}},
	] with input as pod(spec)
}

test_a_container_overrides_the_pod if {
	seccomp.effective_type(setting({"type": "Localhost"})) == "Localhost" with input as pod(setting({"type": "Unconfined"}))
	seccomp.effective_type(setting(null)) == "Unconfined" with input as pod(setting({"type": "Unconfined"}))
	not seccomp.effective_type({}) with input as pod({})
}

test_only_the_alpha_annotations_count if {
	seccomp.annotations == {"seccomp.security.alpha.kubernetes.io/pod": "", "container.seccomp.security.alpha.kubernetes.io/a": "x"} with input as {
		"apiVersion": "v1",
		"kind": "Pod",
		"metadata": {"annotations": {
			"seccomp.security.alpha.kubernetes.io/pod": null,
			"container.seccomp.security.alpha.kubernetes.io/a": "x",
			"seccomp.security.alpha.kubernetes.io/pods": "x",
			"team": "a",
		}},
	}
	seccomp.annotations == {} with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"annotations": null}}
}

test_an_annotation_contradicts_what_it_does_not_promise if {
	every value in ["runtime/default", "docker/default"] {
		not seccomp.contradicts(value, {"type": "RuntimeDefault"})
		seccomp.contradicts(value, {"type": "Localhost", "localhostProfile": "a"})
		seccomp.contradicts(value, {})
	}
	not seccomp.contradicts("localhost/a", {"type": "Localhost", "localhostProfile": "a"})
	seccomp.contradicts("localhost/a", {"type": "Localhost", "localhostProfile": "b"})
	seccomp.contradicts("localhost/a", {"type": "Localhost"})
	seccomp.contradicts("localhost/", {"type": "RuntimeDefault"})
}

test_unconfined_contradicts_nothing if {
	not seccomp.contradicts("unconfined", {"type": "RuntimeDefault"})
	not seccomp.contradicts("", {"type": "Localhost", "localhostProfile": "a"})
}
