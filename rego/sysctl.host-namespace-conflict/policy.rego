# METADATA
# scope: package
# title: No sysctls of the node's namespaces
# description: |
#   Summary: a pod on the network or IPC of its node does not set the sysctls of that namespace, which would be the node's.
#   Denies: net.* with hostNetwork; kernel.shm*, kernel.msg*, kernel.sem and fs.mqueue.* with hostIPC; in dots or slashes.
#   Allows: the same sysctls in a pod that has the namespace for itself, and all other sysctls.
#   Versions: newer API servers refuse such a pod by themselves; with older ones the kubelet fails to start it.
# custom:
#   control: sysctl.host-namespace-conflict
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F03
#   articles: ["S22 #3"]
package sysctl.host_namespace_conflict

import data.lib
import data.lib.sysctl

# METADATA
# title: The sysctls of each namespace, by the field that shares it
patterns := {
	"hostNetwork": `^net\.`,
	"hostIPC": `^(kernel\.shm|kernel\.msg|kernel\.sem$|fs\.mqueue\.)`,
}

# METADATA
# title: The pod sets sysctls of a namespace that it shares with its node
# custom: {control: sysctl.host-namespace-conflict}
deny contains msg if {
	some field, pattern in patterns
	lib.get(lib.pod.spec, [field], false) == true
	names := [name |
		some name in sysctl.names
		regex.match(pattern, sysctl.dotted(name))
	]
	count(names) > 0
	msg := sprintf("sysctls of the node (%s=true with %s)", [field, lib.quoted(names)])
}
