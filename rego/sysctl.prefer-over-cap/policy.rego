# METADATA
# scope: package
# title: The sysctl rather than the capability
# description: |
#   Summary: low ports are opened to processes that are not root by the sysctl, not by NET_BIND_SERVICE.
#   Denies: nothing.
#   Warns: a container that is not root (runAsUser other than 0, or runAsNonRoot true) adds NET_BIND_SERVICE and the pod does not set
#     net.ipv4.ip_unprivileged_port_start. A process that is not root has the capability only if its file has it: Kubernetes
#     gives none as ambient.
#   Allows: root, pods that set the sysctl, host network and Windows, where it cannot be set.
# custom:
#   control: sysctl.prefer-over-cap
#   severity: advisory
#   kubernetes_from: "1.22"
#   guidance: F03
#   articles: ["S22 #3"]
package sysctl.prefer_over_cap

import data.lib
import data.lib.sysctl

# METADATA
# title: Containers add a capability that does not help them
# custom: {control: sysctl.prefer-over-cap}
warn contains msg if {
	sysctl.own_network
	count(sysctl.port_starts) == 0
	names := [lib.name(item) |
		some item in lib.containers
		sysctl.non_root(item.container, ["runAsNonRoot", "runAsUser"])
		"NET_BIND_SERVICE" in lib.get(item.container, ["securityContext", "capabilities", "add"], [])
	]
	count(names) > 0
	msg := sprintf("NET_BIND_SERVICE without root (%s; set %s instead)", [lib.containers_named(names), sysctl.port_start])
}
