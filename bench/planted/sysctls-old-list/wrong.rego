package sysctls

import data.lib

allowed := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_syncookies",
}

deny contains sprintf("sysctl %q is not allowed", [sysctl.name]) if {
	some sysctl in lib.pod.spec.securityContext.sysctls
	not sysctl.name in allowed
}
