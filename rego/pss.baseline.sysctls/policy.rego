# METADATA
# scope: package
# title: Sysctls
# description: |
#   Summary: a pod sets only sysctls that stay within it.
#   Denies: a name in spec.securityContext.sysctls that is not allowed at the policy version, to the letter; names with slashes
#     are other names.
#   Allows: the sysctls of the table below from their version on, with any value.
# custom:
#   control: pss.baseline.sysctls
#   severity: high
#   level: baseline
#   check: sysctls
#   policy_versions: [v1.0, v1.27, v1.29, v1.32, v1.37]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S22 #3"]
package pss.baseline.sysctls

import data.lib

# METADATA
# title: Sysctls that may be set, by the minor of the policy version that first allows them
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
# title: Sysctls that may be set at the policy version
allowed contains name if {
	some minor, names in safe
	minor <= lib.policy_version
	some name in names
}

# METADATA
# title: The pod sets forbidden sysctls
# custom: {control: pss.baseline.sysctls}
deny contains msg if {
	lib.policy_version
	names := [name |
		some sysctl in lib.get(lib.pod.spec, ["securityContext", "sysctls"], [])
		name := lib.get(sysctl, ["name"], "")
		not name in allowed
	]
	count(names) > 0
	msg := sprintf("forbidden sysctls (%s)", [concat(", ", names)])
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.baseline.sysctls}
deny contains lib.invalid_policy_version
