package images.digest_pinned_test

import data.images.digest_pinned as policy

hex := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

pinned(name) := concat("", [name, "@sha256:", hex])

asked(spec, parameters) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": parameters,
}

using(image, parameters) := asked({"containers": [{"name": "app", "image": image}]}, parameters)

told(image, problem) := {sprintf("images not pinned by a digest (container \"app\" uses \"%s\", %s)", [image, problem])}

unreadable := "which is no valid image reference"

test_allow_digests if {
	every image in [pinned("nginx"), pinned("registry.k8s.io/pause:3.10"), pinned("[::1]:5000/x")] {
		policy.deny == set() with input as using(image, {})
	}
}

test_deny_tags_and_digests_that_are_none if {
	policy.deny == told("nginx:1", "which has no digest") with input as using("nginx:1", {})
	policy.deny == told("x@y", unreadable) with input as using("x@y", {})
	policy.deny == told("img@sha256:abc", unreadable) with input as using("img@sha256:abc", {})
}

test_algorithms_are_params if {
	image := concat("", ["x@sha512:", hex, hex])
	policy.deny == set() with input as using(image, {"algorithms": "sha256,sha512"})
	policy.deny == told(image, "whose digest is by sha512, which is not allowed") with input as using(image, {})
}

test_exempt_images_need_no_digest if {
	policy.deny == set() with input as using("nginx:1", {"exempt": "docker.io/library"})
	policy.deny == set() with input as using(concat("", ["nginx@sha512:", hex, hex]), {"exempt": "docker.io"})
	policy.deny == told("nginx:1", "which has no digest") with input as using("nginx:1", {"exempt": "docker.io/lib"})
	policy.deny == told("nginx@y", unreadable) with input as using("nginx@y", {"exempt": "docker.io"})
}

test_deny_all_in_order if {
	spec := {
		"volumes": [{"name": "v", "image": {"reference": "d"}}],
		"ephemeralContainers": [{"name": "e", "image": "c"}],
		"containers": [{"name": "good", "image": pinned("x")}, {"name": "c", "image": "b"}],
		"initContainers": [{"name": "i", "image": "a"}],
	}
	wanted := concat("", [
		`images not pinned by a digest (container "i" uses "a", which has no digest; container "c" uses "b", which has no digest; `,
		`container "e" uses "c", which has no digest; volume "v" uses "d", which has no digest)`,
	])
	policy.deny == {wanted} with input as asked(spec, {})
}

test_deny_bad_params if {
	wanted := concat("", [
		`invalid params (algorithms must be among sha256, sha384 and sha512, has "md5"; `,
		`exempt must name registries such as registry.k8s.io or paths in them, has "nginx")`,
	])
	policy.deny == {wanted} with input as using("x", {"algorithms": "md5, sha384", "exempt": "nginx"})
}

test_allow_other_kinds if {
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Service"}}, "parameters": {"algorithms": "md5"}}
}
