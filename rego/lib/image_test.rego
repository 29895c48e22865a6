package lib.image_test

import data.lib.image

hex := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

pinned(name) := concat("", [name, "@sha256:", hex])

test_images_are_those_of_containers_then_of_volumes if {
	image.used == [
		{"name": `container "i"`, "reference": "a"},
		{"name": `container "c"`, "reference": "b"},
		{"name": `container "e"`, "reference": "c"},
		{"name": `volume "v"`, "reference": "d"},
	] with input as {"apiVersion": "v1", "kind": "Pod", "spec": {
		"ephemeralContainers": [{"name": "e", "image": "c"}],
		"containers": [{"name": "c", "image": "b"}],
		"initContainers": [{"name": "i", "image": "a"}],
		"volumes": [{"name": "v", "image": {"reference": "d"}}, {"name": "w", "emptyDir": {}}],
	}}
}

test_no_image_is_none if {
	image.used == [] with input as {"apiVersion": "v1", "kind": "Pod", "spec": {
		"containers": [{"name": "a"}, {"name": "b", "image": null}, {"name": "c", "image": ""}],
		"volumes": [{"name": "v", "image": null}, {"name": "w", "image": {"reference": ""}}, {"name": "x", "image": {}}],
	}}
	image.used == [] with input as {"apiVersion": "v1", "kind": "Service", "spec": {}}
}

test_an_image_that_is_no_text_is_one if {
	image.used == [{"name": `container ""`, "reference": "1"}] with input as {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": 1}]}}
}

test_references if {
	references := [
		"nginx", "nginx:1", "a/b", "a/b/c:1", "registry.k8s.io/pause:3.10", "reg:5000/x", "[::1]:5000/x", "[2001:db8::1]/x", "Registry/x", "a-b/x",
		"127.0.0.1/x", "localhost:5000", "a.b_c__d-e---f/x", pinned("nginx"), pinned("nginx:1"), pinned("reg:5000/x"),
		concat("", ["x@sha384:", hex, substring(hex, 0, 32)]), concat("", ["x@sha512:", hex, hex]), "x:_a.b-c",
	]
	every reference in references {
		image.valid(reference)
	}
}

test_no_references if {
	texts := [
		"", " nginx", "nginx ", "Nginx", "a/B", "a//b", "/a", "a/", "nginx:", "nginx:.a", "nginx:a b", "a:b:c", "a___b", "a..b", "-a", "a-", "a:b/c",
		"x@y", "x@", "x@sha256:", "x@sha256:abc", "@sha256:abc", concat("", ["@sha256:", hex]), concat("", [pinned("x"), "0"]), concat("", [pinned("x"), ":1"]),
		concat("", ["x@sha256:", upper(hex)]), concat("", ["x@SHA256:", hex]), concat("", ["x@sha512:", hex]), concat("", ["x@sha384:", hex]),
		concat("", ["x@md5:", substring(hex, 0, 32)]), "registry.k8s.io@example.com/x", "user:pass@registry.k8s.io/x", "https://registry.k8s.io/x",
		"registry.k8s.io:/x", "registry.k8s.io:443:1/x", "::1/x", "[::1%eth0]/x", "[::1/x", ".a/x", "-.a/x",
	]
	every text in texts {
		not image.valid(text)
	}
}

test_digests if {
	image.digest(pinned("reg:5000/x:1")) == concat("", ["sha256:", hex])
	not image.digest("nginx:1")
}

test_tags if {
	image.tag("nginx:1") == "1"
	image.tag("reg:5000/x:1") == "1"
	image.tag("localhost:5000") == "5000"
	image.tag(pinned("nginx:1")) == "1"
	every reference in ["nginx", "reg:5000/x", "[::1]:5000/x", pinned("nginx"), pinned("reg:5000/x")] {
		not image.tag(reference)
	}
}

test_locations if {
	wanted := {
		"nginx": "docker.io/library/nginx",
		"nginx:1": "docker.io/library/nginx",
		"docker.io/nginx": "docker.io/library/nginx",
		"index.docker.io/nginx:1": "docker.io/library/nginx",
		"docker.io/a/b": "docker.io/a/b",
		"index.docker.io/a/b/c": "docker.io/a/b/c",
		"index.docker.io": "docker.io/library/index.docker.io",
		"localhost:5000": "docker.io/library/localhost",
		"a/b": "docker.io/a/b",
		"a/b/c:1": "docker.io/a/b/c",
		"a/localhost/b": "docker.io/a/localhost/b",
		"localhost/b": "localhost/b",
		"localhost:1/b": "localhost:1/b",
		"a.b/c": "a.b/c",
		"a:1/c/d:2": "a:1/c/d",
		"A/c": "A/c",
		"[::1]:5000/x:1": "[::1]:5000/x",
	}
	wanted == {reference: image.location(reference) | some reference in object.keys(wanted)}
	image.location(pinned("reg:5000/x:1")) == "reg:5000/x"
}

test_places_end_with_an_element if {
	image.within("registry.k8s.io/pause", ["a.b", "registry.k8s.io"])
	image.within("registry.k8s.io/pause", ["registry.k8s.io/pause"])
	not image.within("registry.k8s.io/pause", ["registry.k8s.io/pau", "registry.k8s", "k8s.io", "registry.k8s.io/pause/x"])
	not image.within("registry.k8s.io/pause", [])
}

test_bad_places if {
	good := ["registry.k8s.io", "a.b/c/d", "localhost", "localhost/x", "reg:5000/x", "[::1]:5000", "docker.io/library", "A"]
	image.bad_places("at", good) == []
	bad := ["nginx", "a/b", "a.b/", "/a.b", "*.b", "a.b/*", "https://a.b", "a.b/C", "index.docker.io", "index.docker.io/a", "a.b/c:1", "[::1"]
	count(image.bad_places("at", bad)) == count(bad)
	image.bad_places("at", ["x"]) == [`at must name registries such as registry.k8s.io or paths in them, has "x"`]
}

test_messages_name_all if {
	items := [{"name": `container "a"`, "reference": "x", "reason": "which is bad"}, {"name": `volume "b"`, "reference": "y", "reason": "which is worse"}]
	image.forbidden("images", items) == `images (container "a" uses "x", which is bad; volume "b" uses "y", which is worse)`
	not image.forbidden("images", [])
}
