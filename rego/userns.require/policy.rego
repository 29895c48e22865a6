# METADATA
# scope: package
# title: A user namespace of its own for every pod
# description: |
#   Summary: root in a pod is not root on the node.
#   Denies: from the cluster's minor minMinor on, spec.hostUsers missing, null or true.
#   Warns: of the same from v1.30 on, where kubelets that have no user namespaces refuse such a pod, but the feature may be off.
#   Allows: spec.hostUsers false; pods that cannot have a user namespace, as exemptIf lists them; everything before v1.30, where a kubelet
#     may ignore the field.
#   Parameters: exemptIf (hostNetwork,hostPID,hostIPC,windows), minMinor (33), clusterVersion (latest).
#   Correction: KEP-127 announces that the restricted level of the Pod Security Standards will ask for hostUsers false. It does not at any
#     policy version; only this control does.
#   Versions: the field from 1.25; beta and off by default in 1.30, on by default in 1.33, stable in 1.36.
# custom:
#   control: userns.require
#   severity: high
#   kubernetes_from: "1.30"
#   guidance: F06
#   articles: ["S22 #7"]
package userns.require

import data.lib
import data.lib.params

# METADATA
# title: What may exempt a pod
exemptions := ["hostNetwork", "hostPID", "hostIPC", "windows"]

# METADATA
# title: What exempts a pod in this cluster
exempt_if := params.list("exemptIf", concat(",", exemptions))

# METADATA
# title: What is wrong with the params
bad_params := array.concat(
	params.bad_cluster_version,
	array.concat(
		[sprintf("exemptIf must list hostNetwork, hostPID, hostIPC and windows alone, has \"%s\"", [name]) |
			some name in exempt_if
			not name in exemptions
		],
		params.bad_numbers({"minMinor": "33"}),
	),
)

# METADATA
# title: The params cannot be used
# custom: {control: userns.require}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: A pod uses the host's users
# custom: {control: userns.require}
deny contains msg if {
	params.cluster_version >= params.number("minMinor", "33")
	msg := missing
}

# METADATA
# title: A pod uses the host's users where the feature may be off
# custom: {control: userns.require}
warn contains msg if {
	params.cluster_version >= 30
	params.cluster_version < params.number("minMinor", "33")
	msg := missing
}

# METADATA
# title: The message that a pod has no user namespace of its own; undefined where it has or needs none
missing := "no user namespace (spec.hostUsers must be false)" if {
	count(bad_params) == 0
	lib.pod
	not lib.user_namespaced
	not exempt
}

# METADATA
# title: The pod is exempt
exempt if {
	some name in exempt_if
	name != "windows"
	lib.get(lib.pod.spec, [name], false) == true
}

exempt if {
	"windows" in exempt_if
	lib.windows
}
