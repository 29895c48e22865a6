# METADATA
# scope: package
# title: Nothing that a user namespace cannot share
# description: |
#   Summary: a pod with a user namespace of its own shares no namespace of the node.
#   Denies: spec.hostUsers false together with hostNetwork, hostPID or hostIPC true, or with spec.os.name windows.
#   Allows: pods with the host's users, whatever else they share: that is for other controls; hostNetwork with hostNetworkAllowed true.
#   Parameters: hostNetworkAllowed (false; true where the gate UserNamespacesHostNetworkSupport is on).
#   Versions: the field from 1.25; the gate for hostNetwork is alpha in 1.35. The API server refuses such pods itself by now, so that
#     the control tells of manifests before they are sent.
# custom:
#   control: userns.conflicts
#   severity: medium
#   kubernetes_from: "1.25"
#   guidance: F06
#   articles: ["S22 #7"]
package userns.conflicts

import data.lib
import data.lib.params

# METADATA
# title: What is wrong with the params
bad_params := params.bad_booleans({"hostNetworkAllowed": "false"})

# METADATA
# title: The params cannot be used
# custom: {control: userns.conflicts}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: A pod with its own users shares namespaces of the node
# custom: {control: userns.conflicts}
deny contains msg if {
	count(bad_params) == 0
	lib.user_namespaced
	names := array.concat(
		[name | some name in ["hostNetwork", "hostPID", "hostIPC"]; lib.get(lib.pod.spec, [name], false) == true; not allowed(name)],
		["os windows" | lib.windows],
	)
	count(names) > 0
	msg := sprintf("user namespace conflicts (hostUsers is false with %s)", [concat(", ", names)])
}

# METADATA
# title: The namespace may be shared
allowed("hostNetwork") if params.text("hostNetworkAllowed", "false") == "true"
