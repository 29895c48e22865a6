# METADATA
# scope: package
# title: Low ports without root
# description: |
#   Summary: a container that does not run as root can bind the ports that it declares.
#   Denies: nothing but params that cannot be used.
#   Warns: a container that is not root declares a containerPort below the first port that needs no root, which is what the pod
#     sets net.ipv4.ip_unprivileged_port_start to, else 1024. A value that is no port counts as not set.
#   Allows: root (runAsUser 0), containers of which nothing is said, host network and Windows.
#   Parameters: runtimeDefaultsZero ("false"; "true" where the container runtime opens low ports to all by itself), assumeNonRootWhen
#     (runAsNonRoot, runAsUser; which fields, of the container or else the pod, say that it is not root: runAsNonRoot true,
#     runAsUser other than 0).
#   Correction: the article says that a pod needs the sysctl for low ports without root; Docker from 20.10 on and containerd from
#     2.0 on set it to 0 by themselves for pods with a network of their own, CRI-O does not.
# custom:
#   control: sysctl.low-port-without-root
#   severity: advisory
#   kubernetes_from: "1.22"
#   guidance: F03
#   articles: ["S22 #3"]
package sysctl.low_port_without_root

import data.lib
import data.lib.params
import data.lib.sysctl

# METADATA
# title: Containers declare ports that they cannot bind
# custom: {control: sysctl.low-port-without-root}
warn contains msg if {
	count(bad_params) == 0
	params.text("runtimeDefaultsZero", "false") == "false"
	sysctl.own_network
	declared := [sprintf("container \"%s\" declares %s", [lib.name(item), concat(", ", ports)]) |
		some item in lib.containers
		sysctl.non_root(item.container, fields)
		ports := low_ports(item.container)
		count(ports) > 0
	]
	count(declared) > 0
	msg := sprintf("low ports without root (%s; %s is %s)", [concat("; ", declared), sysctl.port_start, shown])
}

# METADATA
# title: The params cannot be used
# custom: {control: sysctl.low-port-without-root}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: The fields that say that a container is not root
fields := params.list("assumeNonRootWhen", "runAsNonRoot,runAsUser")

# METADATA
# title: What is wrong with the params
bad_params := array.concat(
	[sprintf("assumeNonRootWhen must list \"runAsNonRoot\" or \"runAsUser\", has \"%s\"", [field]) |
		some field in fields
		not field in {"runAsNonRoot", "runAsUser"}
	],
	params.bad_booleans({"runtimeDefaultsZero": "false"}),
)

# METADATA
# title: What the pod sets the first port without root to
starts := [port |
	some value in sysctl.port_starts
	port := sysctl.port(value)
]

# METADATA
# title: The first port that needs no root
first := min(starts) if {
	count(starts) > 0
} else := 1024

# METADATA
# title: The same for messages
shown := sprintf("%d", [first]) if {
	count(starts) > 0
} else := "not set"

# METADATA
# title: The ports of a container that need root
low_ports(container) := [sprintf("%d", [port]) |
	some entry in lib.get(container, ["ports"], [])
	port := lib.get(entry, ["containerPort"], 0)
	port > 0
	port < first
]
