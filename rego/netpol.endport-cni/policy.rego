# METADATA
# scope: package
# title: Ranges of ports that the network plugin knows
# description: |
#   Summary: a NetworkPolicy uses endPort only where the cluster's network plugin honours it.
#   Denies: any endPort where cni is not set or not in supported.
#   Allows: NetworkPolicies without endPort.
#   Parameters: cni (none; the cluster's plugin), supported (calico, antrea, openshift-sdn, kube-router; plugins that know endPort,
#     separated by commas).
#   Correction: the article says that the plugin must support endPort; the API server cannot know whether it does and stores the
#     policy. A plugin that does not know it opens the first port of the range alone, as Cilium did for years.
# custom:
#   control: netpol.endport-cni
#   severity: high
#   kubernetes_from: "1.21"
#   guidance: F04
#   articles: ["S22 #4"]
package netpol.endport_cni

import data.lib
import data.lib.network_policy
import data.lib.params

# METADATA
# title: endPort is used where the plugin may not know it
# custom: {control: netpol.endport-cni}
deny contains msg if {
	count(supported) > 0
	count(network_policy.end_ports) > 0
	not cni in supported
	ends := concat(", ", [sprintf("%d", [end]) | some end in network_policy.end_ports])
	msg := sprintf("endPort that the network plugin may ignore (endPort %s; cni must be one of %s, %s)", [ends, lib.quoted(supported), found])
}

# METADATA
# title: The params cannot be used
# custom: {control: netpol.endport-cni}
deny contains "invalid params (supported must list network plugins, is empty)" if {
	network_policy.spec
	count(supported) == 0
}

# METADATA
# title: The cluster's network plugin, empty where it is not set
cni := params.text("cni", "")

# METADATA
# title: The plugins that know endPort
supported := params.list("supported", "calico,antrea,openshift-sdn,kube-router")

# METADATA
# title: What the plugin is
found := "is not set" if {
	cni == ""
} else := sprintf("is \"%s\"", [cni])
