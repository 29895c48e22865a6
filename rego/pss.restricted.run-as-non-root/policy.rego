# METADATA
# scope: package
# title: Run as non-root
# description: |
#   Summary: no container runs as root.
#   Denies: securityContext.runAsNonRoot false of the pod or any container, overridden or not; containers for which neither
#     they themselves nor the pod set it true. Windows is not exempt.
#   Allows: true of the pod, or of every container; from policy version v1.35 anything in pods with spec.hostUsers false.
# custom:
#   control: pss.restricted.run-as-non-root
#   severity: high
#   level: restricted
#   check: runAsNonRoot
#   policy_versions: [v1.0, v1.35]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S22 #7"]
package pss.restricted.run_as_non_root

import data.lib

# METADATA
# title: The pod's own user namespace makes its root harmless
relaxed if {
	lib.policy_version >= 35
	lib.user_namespaced
}

# METADATA
# title: What a pod's spec or a container sets, null where it sets nothing
set_to(holder) := lib.get(holder, ["securityContext", "runAsNonRoot"], null)

# METADATA
# title: Containers that set false
bad_containers := [lib.name(item) | some item in lib.containers; set_to(item.container) == false]

# METADATA
# title: The pod, if it sets false
bad_pods := [false | set_to(lib.pod.spec) == false]

# METADATA
# title: The pod or containers ask for root
# custom: {control: pss.restricted.run-as-non-root}
deny contains msg if {
	lib.policy_version
	not relaxed
	count(bad_pods) + count(bad_containers) > 0
	msg := sprintf(
		"runAsNonRoot != true (%s must not set securityContext.runAsNonRoot=false)",
		[lib.setters(bad_pods, bad_containers)],
	)
}

# METADATA
# title: Containers leave open whether they run as root
# custom: {control: pss.restricted.run-as-non-root}
deny contains msg if {
	lib.policy_version
	not relaxed
	count(bad_pods) + count(bad_containers) == 0
	set_to(lib.pod.spec) == null
	names := [lib.name(item) | some item in lib.containers; set_to(item.container) == null]
	count(names) > 0
	msg := sprintf(
		"runAsNonRoot != true (pod or %s must set securityContext.runAsNonRoot=true)",
		[lib.containers_named(names)],
	)
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.restricted.run-as-non-root}
deny contains lib.invalid_policy_version
