# METADATA
# scope: package
# title: The seccomp profiles of a pod
# description: A profile is what a pod or a container sets itself, also where another one overrides it; a profile that is null is none.
package lib.seccomp

import data.lib

# METADATA
# title: The profile that a pod's spec or a container sets; undefined without one
profile(holder) := found if {
	found := lib.get(holder, ["securityContext", "seccompProfile"], null)
	found != null
}

# METADATA
# title: The type of a profile
type(of) := lib.get(of, ["type"], "")

# METADATA
# title: The file that a profile names, empty where it names none
file(of) := lib.get(of, ["localhostProfile"], "")

# METADATA
# title: The profiles that the pod and its containers set, as {who, annotation, profile} in visiting order
# description: The annotation is the key of the one that speaks of the same.
setters := array.concat(
	[{"who": "pod", "annotation": pod_annotation, "profile": found} | found := profile(lib.pod.spec)],
	[{"who": sprintf("container \"%s\"", [name]), "annotation": annotation, "profile": found} |
		some item in lib.containers
		name := lib.name(item)
		annotation := concat("", [container_annotation_prefix, name])
		found := profile(item.container)
	],
)

# METADATA
# title: The type that counts for a container, its own else the pod's; undefined where neither sets a profile
effective_type(container) := type(profile(container)) if {
	profile(container)
} else := type(profile(lib.pod.spec))

# METADATA
# title: The key of the pod's alpha annotation
pod_annotation := "seccomp.security.alpha.kubernetes.io/pod"

# METADATA
# title: What the key of a container's alpha annotation begins with, before its name
container_annotation_prefix := "container.seccomp.security.alpha.kubernetes.io/"

# METADATA
# title: The alpha annotations of the pod, by key
annotations := {key: value |
	all := lib.get(lib.pod.metadata, ["annotations"], {})
	some key in object.keys(all)
	is_annotation(key)
	value := lib.get(all, [key], "")
}

# METADATA
# scope: document
# title: The key is one of an alpha annotation
is_annotation(key) if key == pod_annotation

is_annotation(key) if startswith(key, container_annotation_prefix)

# METADATA
# scope: document
# title: An annotation promises another profile than the field has
contradicts(value, field) if {
	value in {"runtime/default", "docker/default"}
	type(field) != "RuntimeDefault"
}

contradicts(value, field) if {
	startswith(value, "localhost/")
	value != concat("", ["localhost/", file(field)])
}

contradicts(value, field) if {
	startswith(value, "localhost/")
	type(field) != "Localhost"
}
