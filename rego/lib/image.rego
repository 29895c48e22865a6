# METADATA
# scope: package
# title: References of images
# description: |
#   `registry:5000/path/name:tag@sha256:…`, read as container runtimes read it: a first element that has a dot, a colon or a capital, or is
#   `localhost`, is the registry; without one it is docker.io, where names of one element are below library.
package lib.image

import data.lib

# METADATA
# title: The images of the pod as {name, reference}, of its containers in visiting order, then of its volumes
# description: The API server wants a reference of each; where there is none, there is nothing to pull.
used := [{"name": name, "reference": reference} |
	some [name, value] in array.concat(
		[[sprintf("container \"%s\"", [lib.name(item)]), lib.get(item.container, ["image"], "")] |
			some item in lib.containers
		],
		[[sprintf("volume \"%s\"", [lib.get(volume, ["name"], "")]), lib.get(volume, ["image", "reference"], "")] |
			some volume in lib.get(lib.pod.spec, ["volumes"], [])
		],
	)
	reference := sprintf("%v", [value])
	reference != ""
]

# METADATA
# title: The reference is one; a digest must have the length of its algorithm, in lower case
valid(reference) if regex.match(`^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?$`, reference)

# METADATA
# title: The digest, with its algorithm; undefined without one
digest(reference) := split(reference, "@")[1]

# METADATA
# title: The tag; undefined without one
# description: The colon before a port is none of a tag.
tag(reference) := split(last(elements(reference)), ":")[1]

# METADATA
# title: The registry and the path in it, in full, without tag and digest
location(reference) := concat("/", array.concat(["docker.io", "library"], path)) if {
	path := untagged(reference)
	count(path) == 1
} else := concat("/", ["docker.io", "library", path[1]]) if {
	path := untagged(reference)
	count(path) == 2
	path[0] in docker
} else := concat("/", array.concat(["docker.io"], array.slice(path, 1, count(path)))) if {
	path := untagged(reference)
	path[0] in docker
} else := concat("/", path) if {
	path := untagged(reference)
	is_registry(path[0])
} else := concat("/", array.concat(["docker.io"], untagged(reference)))

# METADATA
# title: A location is one of the places, or below one
within(place, places) if {
	some parent in places
	startswith(concat("", [place, "/"]), concat("", [parent, "/"]))
}

# METADATA
# title: What is wrong with a setting that lists registries, or paths in them
bad_places(name, places) := [msg |
	some place in places
	not is_place(place)
	msg := sprintf("%s must name registries such as registry.k8s.io or paths in them, has \"%s\"", [name, place])
]

# METADATA
# title: The message about images, of items {name, reference, reason}; undefined where there are none
forbidden(title, items) := sprintf("%s (%s)", [title, concat("; ", details)]) if {
	count(items) > 0
	details := [sprintf("%s uses \"%s\", %s", [item.name, item.reference, item.reason]) | some item in items]
}

# METADATA
# title: What is said of a reference that is none
unreadable := "which is no valid image reference"

# METADATA
# title: The names of one registry
docker := {"docker.io", "index.docker.io"}

# METADATA
# title: The elements before the digest, the last with its tag
elements(reference) := split(split(reference, "@")[0], "/")

# METADATA
# title: The elements without the tag
untagged(reference) := array.concat(
	array.slice(elements(reference), 0, count(elements(reference)) - 1),
	[split(last(elements(reference)), ":")[0]],
)

# METADATA
# title: The last of a list
last(list) := list[count(list) - 1]

# METADATA
# scope: document
# title: The first of several elements is a registry
is_registry(element) if element == "localhost"

is_registry(element) if regex.match(`[.:A-Z]`, element)

# METADATA
# title: The text names a registry, or a path in one, in full
is_place(text) if {
	regex.match(`^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$`, text)
	first := split(text, "/")[0]
	is_registry(first)
	first != "index.docker.io"
}
