# METADATA
# scope: package
# title: Seccomp profiles
# description: |
#   Summary: seccomp may be tuned, not switched off.
#   Denies: from policy version v1.19, securityContext.seccompProfile.type other than RuntimeDefault and Localhost, of the pod or
#     any container, overridden or not; before, the alpha annotations of the pod and of its containers with a value other
#     than runtime/default, docker/default and localhost/*.
#   Allows: the field or annotation missing or the field null; from v1.19 any annotation, before any field.
# custom:
#   control: pss.baseline.seccomp
#   severity: high
#   level: baseline
#   check: seccompProfile_baseline
#   policy_versions: [v1.0, v1.19]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S22 #5"]
package pss.baseline.seccomp

import data.lib

# METADATA
# title: The annotation of the pod
pod_annotation := "seccomp.security.alpha.kubernetes.io/pod"

# METADATA
# title: What the key of a container's annotation begins with, before its name
container_annotation_prefix := "container.seccomp.security.alpha.kubernetes.io/"

# METADATA
# title: The forbidden type that a pod's spec or a container sets
forbidden_type(holder) := type if {
	profile := lib.get(holder, ["securityContext", "seccompProfile"], null)
	profile != null
	type := lib.get(profile, ["type"], "")
	not type in {"RuntimeDefault", "Localhost"}
}

# METADATA
# scope: document
# title: Values of annotations that do not switch seccomp off
allowed_value(value) if value in {"runtime/default", "docker/default"}

allowed_value(value) if startswith(value, "localhost/")

# METADATA
# scope: document
# title: Keys of annotations that count, for the pod and for containers that exist
annotation_keys contains pod_annotation

annotation_keys contains concat("", [container_annotation_prefix, lib.name(item)]) if some item in lib.containers

# METADATA
# title: The forbidden annotations, as key="value"
annotations := {sprintf("%s=%q", [key, value]) |
	all_annotations := lib.get(lib.pod.metadata, ["annotations"], {})
	some key in object.keys(all_annotations)
	key in annotation_keys
	value := lib.get(all_annotations, [key], "")
	not allowed_value(value)
}

# METADATA
# title: Annotations switch seccomp off, before policy version v1.19
# custom: {control: pss.baseline.seccomp}
deny contains msg if {
	lib.policy_version < 19
	count(annotations) > 0
	msg := sprintf("seccompProfile (forbidden %s %s)", [
		lib.plural("annotation", "annotations", count(annotations)),
		concat(", ", sort(annotations)),
	])
}

# METADATA
# title: The pod or containers switch seccomp off, from policy version v1.19
# custom: {control: pss.baseline.seccomp}
deny contains msg if {
	lib.policy_version >= 19
	pod_values := [type | type := forbidden_type(lib.pod.spec)]
	names := [lib.name(item) | some item in lib.containers; forbidden_type(item.container)]
	types := {type | some type in pod_values} | {type | some item in lib.containers; type := forbidden_type(item.container)}
	count(types) > 0
	msg := sprintf(
		"seccompProfile (%s must not set securityContext.seccompProfile.type to %s)",
		[lib.setters(pod_values, names), lib.quoted(sort(types))],
	)
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.baseline.seccomp}
deny contains lib.invalid_policy_version
