# METADATA
# scope: package
# title: No ranges of ports on old clusters
# description: |
#   Summary: endPort is not used on a cluster that drops it.
#   Denies: any endPort where clusterVersion is older than v1.22.
#   Allows: endPort from v1.22 on, and NetworkPolicies without it.
#   Parameters: clusterVersion (latest).
#   Versions: v1.21 has endPort behind a feature gate that is off by default; before v1.22 the API server drops the field and stores
#     a policy for the first port of the range alone.
# custom:
#   control: netpol.endport-on-old-cluster
#   severity: medium
#   kubernetes_from: "1.21"
#   guidance: F04
#   articles: ["S22 #4"]
package netpol.endport_on_old_cluster

import data.lib.network_policy
import data.lib.params

# METADATA
# title: endPort is used where it is dropped
# custom: {control: netpol.endport-on-old-cluster}
deny contains msg if {
	params.cluster_version < 22
	count(network_policy.end_ports) > 0
	ends := concat(", ", [sprintf("%d", [end]) | some end in network_policy.end_ports])
	msg := sprintf("endPort on an old cluster (endPort %s needs v1.22, is %s)", [ends, params.text("clusterVersion", "latest")])
}

# METADATA
# title: The params cannot be used
# custom: {control: netpol.endport-on-old-cluster}
deny contains params.invalid(params.bad_cluster_version) if network_policy.spec
