# METADATA
# scope: package
# title: Seccomp profiles required
# description: |
#   Summary: every container runs under a seccomp profile.
#   Denies: from policy version v1.19, securityContext.seccompProfile.type other than RuntimeDefault and Localhost, of the pod or
#     any container, overridden or not; containers for which neither they themselves nor the pod set a profile.
#   Allows: RuntimeDefault and Localhost; from v1.25 anything in pods with spec.os.name windows. Annotations do not count.
# custom:
#   control: pss.restricted.seccomp
#   severity: high
#   level: restricted
#   check: seccompProfile_restricted
#   replaces: [seccompProfile_baseline]
#   policy_versions: [v1.19, v1.25]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S22 #5"]
package pss.restricted.seccomp

import data.lib

# METADATA
# title: Windows has no seccomp
exempt if {
	lib.policy_version >= 25
	lib.windows
}

# METADATA
# title: The profile's type that a pod's spec or a container sets; undefined without a profile
type_of(holder) := lib.get(profile, ["type"], "") if {
	profile := lib.get(holder, ["securityContext", "seccompProfile"], null)
	profile != null
}

# METADATA
# title: The forbidden type that a pod's spec or a container sets
forbidden_type(holder) := type if {
	type := type_of(holder)
	not type in {"RuntimeDefault", "Localhost"}
}

# METADATA
# title: The pod's forbidden type, if it sets one
bad_pods := [type | type := forbidden_type(lib.pod.spec)]

# METADATA
# title: Containers that set forbidden types
bad_containers := [lib.name(item) | some item in lib.containers; forbidden_type(item.container)]

# METADATA
# title: The pod or containers switch seccomp off
# custom: {control: pss.restricted.seccomp}
deny contains msg if {
	lib.policy_version >= 19
	not exempt
	container_types := {type | some item in lib.containers; type := forbidden_type(item.container)}
	types := container_types | {type | some type in bad_pods}
	count(types) > 0
	msg := sprintf(
		"seccompProfile (%s must not set securityContext.seccompProfile.type to %s)",
		[lib.setters(bad_pods, bad_containers), lib.quoted(sort(types))],
	)
}

# METADATA
# title: Containers have no profile
# custom: {control: pss.restricted.seccomp}
deny contains msg if {
	lib.policy_version >= 19
	not exempt
	count(bad_pods) + count(bad_containers) == 0
	not type_of(lib.pod.spec)
	names := [lib.name(item) | some item in lib.containers; not type_of(item.container)]
	count(names) > 0
	msg := sprintf(
		"seccompProfile (pod or %s must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")",
		[lib.containers_named(names)],
	)
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.restricted.seccomp}
deny contains lib.invalid_policy_version
