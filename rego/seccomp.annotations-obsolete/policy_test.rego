package seccomp.annotations_obsolete_test

import data.seccomp.annotations_obsolete as policy

pod_key := "seccomp.security.alpha.kubernetes.io/pod"

container_key(name) := concat("/", ["container.seccomp.security.alpha.kubernetes.io", name])

at(version, annotations, spec) := {
	"request": {"object": {
		"apiVersion": "v1",
		"kind": "Pod",
		"metadata": {"name": "app", "annotations": annotations},
		"spec": spec,
	}},
	"parameters": {"clusterVersion": version},
}

runtime_default := {"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}

obsolete := {"obsolete seccomp annotations (seccomp.security.alpha.kubernetes.io/pod)"}

test_nothing_is_said_before_1_19 if {
	policy.deny == set() with input as at("v1.18", {pod_key: "localhost/x"}, runtime_default)
	policy.warn == set() with input as at("v1.18", {pod_key: "localhost/x"}, runtime_default)
}

test_warn_from_1_19_to_1_26 if {
	every version in ["v1.19", "v1.26"] {
		policy.warn == obsolete with input as at(version, {pod_key: "unconfined"}, runtime_default)
		policy.deny == set() with input as at(version, {pod_key: "unconfined"}, runtime_default)
	}
}

test_deny_from_1_27 if {
	every version in ["v1.27", "latest"] {
		policy.deny == obsolete with input as at(version, {pod_key: "unconfined"}, runtime_default)
		policy.warn == set() with input as at(version, {pod_key: "unconfined"}, runtime_default)
	}
}

test_deny_names_the_annotations_sorted if {
	wanted := sprintf("obsolete seccomp annotations (%s, %s, %s)", [container_key("a"), container_key("z"), pod_key])
	annotations := {container_key("z"): "unconfined", pod_key: "unconfined", container_key("a"): "unconfined", "team": "a"}
	policy.deny == {wanted} with input as at("latest", annotations, {})
}

test_deny_a_contradiction_at_every_version if {
	wanted := `seccomp annotations contradict the fields (pod has "localhost/x" and type "RuntimeDefault")`
	policy.deny == {wanted} with input as at("v1.22", {pod_key: "localhost/x"}, runtime_default)
	policy.deny == obsolete | {wanted} with input as at("v1.27", {pod_key: "localhost/x"}, runtime_default)
}

test_deny_contradictions_of_containers_in_visiting_order if {
	spec := {
		"containers": [
			{"name": "a", "securityContext": {"seccompProfile": {"type": "Localhost", "localhostProfile": "y"}}},
			object.union({"name": "same"}, runtime_default),
			{"name": "unset"},
		],
		"initContainers": [object.union({"name": "i"}, runtime_default)],
	}
	annotations := {
		container_key("a"): "localhost/x",
		container_key("i"): "localhost/x",
		container_key("same"): "docker/default",
		container_key("unset"): "localhost/x",
	}
	wanted := concat("", [
		`seccomp annotations contradict the fields (container "i" has "localhost/x" and type "RuntimeDefault"; `,
		`container "a" has "localhost/x" and type "Localhost")`,
	])
	policy.deny == {wanted} with input as at("v1.22", annotations, spec)
}

test_allow_no_annotations if {
	policy.deny == set() with input as at("latest", {"team": "a"}, runtime_default)
	policy.deny == set() with input as at("latest", null, {})
	policy.warn == set() with input as at("v1.22", {}, {})
}

test_deny_bad_params if {
	wanted := {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.27")`}
	policy.deny == wanted with input as at("1.27", {pod_key: "unconfined"}, {})
	policy.warn == set() with input as at("1.27", {pod_key: "unconfined"}, {})
}
