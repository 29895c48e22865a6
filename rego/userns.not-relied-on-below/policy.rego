# METADATA
# scope: package
# title: No root by a user namespace that may not be there
# description: |
#   Summary: before v1.30 nothing is let pass because of spec.hostUsers false.
#   Denies: before cluster version v1.30, spec.hostUsers false in a pod with a container that may be root (runAsUser 0, its own or else the
#     pod's; or no runAsUser and runAsNonRoot not true), or whose procMount is Unmasked.
#   Allows: containers that are not root and see a masked /proc; pods with the host's users, which are for other controls; everything from
#     v1.30 on, where a kubelet without user namespaces refuses the pod.
#   Parameters: clusterVersion (latest).
#   Correction: the Pod Security Standards let root pass with hostUsers false at policy version v1.35 and later, not from 1.33 on as is often said.
#     Of 1.29 to 1.34 only an alpha gate did, which was off.
#   Versions: kubelets before 1.30 ignore hostUsers where their gate is off; API servers before 1.25 drop it.
# custom:
#   control: userns.not-relied-on-below
#   severity: high
#   kubernetes_from: "1.25"
#   guidance: F06
#   articles: ["S22 #7"]
package userns.not_relied_on_below

import data.lib
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: userns.not-relied-on-below}
deny contains params.invalid(params.bad_cluster_version) if lib.pod

# METADATA
# title: A pod relies on a user namespace that it may not get
# custom: {control: userns.not-relied-on-below}
deny contains msg if {
	params.cluster_version < 30
	lib.user_namespaced
	roots := [lib.name(item) | some item in lib.containers; may_be_root(item.container)]
	unmasked := [lib.name(item) |
		some item in lib.containers
		lib.get(item.container, ["securityContext", "procMount"], "Default") == "Unmasked"
	]
	details := array.concat(
		[sprintf("%s may be root", [lib.containers_named(roots)]) | count(roots) > 0],
		[sprintf("%s may see all of /proc", [lib.containers_named(unmasked)]) | count(unmasked) > 0],
	)
	count(details) > 0
	msg := sprintf("hostUsers false may be ignored below v1.30 (%s)", [concat("; ", details)])
}

# METADATA
# title: Nothing keeps the container from being root
may_be_root(container) if setting(container, "runAsUser", -1) == 0

may_be_root(container) if {
	setting(container, "runAsUser", -1) == -1
	setting(container, "runAsNonRoot", false) == false
}

# METADATA
# title: What the container's security context says, else the pod's
setting(container, field, fallback) := lib.get(
	container, ["securityContext", field],
	lib.get(lib.pod.spec, ["securityContext", field], fallback),
)
