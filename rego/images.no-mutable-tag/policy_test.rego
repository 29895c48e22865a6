package images.no_mutable_tag_test

import data.images.no_mutable_tag as policy

hex := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

pinned(name) := concat("", [name, "@sha256:", hex])

asked(spec, parameters) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": parameters,
}

using(image, parameters) := asked({"containers": [{"name": "app", "image": image}]}, parameters)

told(image, problem) := {sprintf("images with tags that move (container \"app\" uses \"%s\", %s)", [image, problem])}

test_allow_versions_and_digests if {
	every image in ["x:1.2.3", "reg:5000/x:1", pinned("x"), pinned("x:latest")] {
		policy.deny == set() with input as using(image, {})
	}
}

test_deny_latest_and_none if {
	policy.deny == told("x:latest", `which has the tag "latest"`) with input as using("x:latest", {})
	policy.deny == told("x", "which has no tag") with input as using("x", {})
	policy.deny == told("reg:5000/x", "which has no tag") with input as using("reg:5000/x", {})
	policy.deny == told("x:", "which is no valid image reference") with input as using("x:", {})
}

test_tags_are_params if {
	policy.deny == told("x:main", `which has the tag "main"`) with input as using("x:main", {"tags": "dev, main"})
	policy.deny == set() with input as using("x:latest", {"tags": "dev"})
	policy.deny == told("x", "which has no tag") with input as using("x", {"tags": ""})
}

test_deny_bad_params if {
	wanted := `invalid params (tags must be tags of images, has ":latest")`
	policy.deny == {wanted} with input as using("x", {"tags": "main, :latest"})
}

test_allow_other_kinds if {
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Service"}}, "parameters": {"tags": "*"}}
}
