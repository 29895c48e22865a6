# METADATA
# scope: package
# title: The sysctls that a pod sets, and who needs one of them
package lib.sysctl

import data.lib

# METADATA
# title: Sysctls that are safe, by the minor of the policy version that first says so
safe := {
	0: {
		"kernel.shm_rmid_forced",
		"net.ipv4.ip_local_port_range",
		"net.ipv4.ip_unprivileged_port_start",
		"net.ipv4.ping_group_range",
		"net.ipv4.tcp_syncookies",
	},
	27: {"net.ipv4.ip_local_reserved_ports"},
	29: {
		"net.ipv4.tcp_fin_timeout",
		"net.ipv4.tcp_keepalive_intvl",
		"net.ipv4.tcp_keepalive_probes",
		"net.ipv4.tcp_keepalive_time",
	},
	32: {"net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"},
	37: {"net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle"},
}

# METADATA
# title: The sysctls as {name, value}; value is null where there is none
all := [{"name": lib.get(sysctl, ["name"], ""), "value": lib.get(sysctl, ["value"], null)} |
	some sysctl in lib.get(lib.pod.spec, ["securityContext", "sysctls"], [])
]

# METADATA
# title: Their names, as they are written and in their order
names := [sysctl.name | some sysctl in all]

# METADATA
# title: A name with dots where it has slashes, which the kubelet takes for the same
dotted(name) := replace(name, "/", ".")

# METADATA
# title: The sysctl that says from which port on no root is needed
port_start := "net.ipv4.ip_unprivileged_port_start"

# METADATA
# title: What the pod sets that sysctl to
port_starts := [sysctl.value |
	some sysctl in all
	dotted(sysctl.name) == port_start
]

# METADATA
# title: A value as the port it is; undefined where it is none
port(value) := number if {
	is_string(value)
	regex.match(`^[0-9]{1,5}$`, value)
	number := to_number(concat("", [trim_left(substring(value, 0, count(value) - 1), "0"), substring(value, count(value) - 1, 1)]))
	number <= 65535
}

# METADATA
# title: The pod has a network of its own in which Linux holds low ports for root
own_network if {
	lib.get(lib.pod.spec, ["hostNetwork"], false) == false
	not lib.windows
}

# METADATA
# title: A container is said not to run as root, by one of the fields that count; runAsUser 0 is root whatever else is said
non_root(container, fields) if {
	"runAsUser" in fields
	user(container) > 0
}

non_root(container, fields) if {
	"runAsNonRoot" in fields
	user(container) != 0
	effective(container, "runAsNonRoot", false) == true
}

# METADATA
# title: The user of a container; -1 where none is set
user(container) := effective(container, "runAsUser", -1)

# METADATA
# title: What a container's security context says, else the pod's
effective(container, field, fallback) := lib.get(
	container, ["securityContext", field],
	lib.get(lib.pod.spec, ["securityContext", field], fallback),
)
