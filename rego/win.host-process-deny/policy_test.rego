package win.host_process_deny_test

import data.win.host_process_deny as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

host_process(value) := {"windowsOptions": {"hostProcess": value}}

container(name, value) := {"name": name, "image": concat("", ["registry.example/", name, ":1"]), "securityContext": host_process(value)}

asked(namespace, parameters, spec) := {"request": {"namespace": namespace, "object": pod(spec)}, "parameters": parameters}

forbidden(who) := {sprintf("forbidden hostProcess (%s must not set securityContext.windowsOptions.hostProcess=true)", [who])}

test_deny_the_pod if {
	policy.deny == forbidden("pod") with input as pod({"securityContext": host_process(true), "containers": [container("a", false)]})
}

test_deny_containers_of_all_lists if {
	policy.deny == forbidden(`pod and containers "a", "c"`) with input as pod({
		"securityContext": host_process(true),
		"initContainers": [container("a", true)],
		"containers": [container("b", false)],
		"ephemeralContainers": [container("c", true)],
	})
}

test_allow_false_null_and_missing if {
	policy.deny == set() with input as pod({
		"securityContext": host_process(false),
		"containers": [container("a", null), {"name": "b", "securityContext": {"windowsOptions": null}}],
	})
}

test_allow_allowed_namespaces if {
	spec := {"securityContext": host_process(true), "containers": [container("a", true)]}
	policy.deny == set() with input as asked("win", {"allowedNamespaces": "a, win"}, spec)
	policy.deny == forbidden(`pod and container "a"`) with input as asked("windows", {"allowedNamespaces": "a, win"}, spec)
	policy.deny == forbidden(`pod and container "a"`) with input as asked("", {"allowedNamespaces": ""}, spec)
}

test_allow_allowed_images if {
	spec := {"containers": [container("a", true), container("b", true)]}
	policy.deny == forbidden(`container "b"`) with input as asked("x", {"allowedImages": "registry.example/a:1"}, spec)
	policy.deny == forbidden(`containers "a", "b"`) with input as asked("x", {"allowedImages": "registry.example/a"}, spec)
	policy.deny == set() with input as asked("x", {"allowedImages": "registry.example/*"}, spec)
}

test_the_pods_field_needs_all_images if {
	spec := {"securityContext": host_process(true), "containers": [container("a", null), container("b", null)]}
	policy.deny == forbidden("pod") with input as asked("x", {"allowedImages": "registry.example/a*"}, spec)
	policy.deny == set() with input as asked("x", {"allowedImages": "registry.example/a:1,registry.example/b:1"}, spec)
	policy.deny == forbidden("pod") with input as asked("x", {"allowedImages": "*"}, {"securityContext": host_process(true)})
}
