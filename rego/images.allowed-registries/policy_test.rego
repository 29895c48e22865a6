package images.allowed_registries_test

import data.images.allowed_registries as policy

hex := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

pinned(name) := concat("", [name, "@sha256:", hex])

asked(spec, parameters) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": parameters,
}

using(image, parameters) := asked({"containers": [{"name": "app", "image": image}]}, parameters)

told(image, problem) := {sprintf("images from registries that are not allowed (container \"app\" uses \"%s\", %s)", [image, problem])}

test_allow_registries_of_the_list if {
	policy.deny == set() with input as using("registry.k8s.io/pause", {})
	policy.deny == set() with input as using("nginx", {"registries": "a.b, docker.io/library"})
}

test_deny_others if {
	policy.deny == told("nginx", "which is docker.io/library/nginx") with input as using("nginx", {})
	image := "registry.k8s.io.example.com/x"
	policy.deny == told(image, sprintf("which is %s", [image])) with input as using(image, {})
	user := "registry.k8s.io@example.com/x"
	policy.deny == told(user, "which is no valid image reference") with input as using(user, {})
}

test_deny_all_of_an_empty_list if {
	policy.deny == told("registry.k8s.io/x", "which is registry.k8s.io/x") with input as using("registry.k8s.io/x", {"registries": ""})
}

test_deny_bad_params if {
	wanted := `invalid params (registries must name registries such as registry.k8s.io or paths in them, has "*")`
	policy.deny == {wanted} with input as using("x", {"registries": "*"})
}

test_allow_other_kinds if {
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Service"}}, "parameters": {"registries": "*"}}
}
