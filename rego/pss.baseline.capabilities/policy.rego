# METADATA
# scope: package
# title: Added capabilities
# description: |
#   Summary: containers add no capability beyond the default ones.
#   Denies: a name in securityContext.capabilities.add of any container that is not one of the allowed ones, to the letter.
#   Allows: AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP,
#     SETUID and SYS_CHROOT; any drop.
# custom:
#   control: pss.baseline.capabilities
#   severity: critical
#   level: baseline
#   check: capabilities_baseline
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.capabilities

import data.lib

# METADATA
# title: Capabilities that may be added
allowed := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

# METADATA
# title: The forbidden capabilities that a container adds
forbidden(container) := {capability |
	some capability in lib.get(container, ["securityContext", "capabilities", "add"], [])
	not capability in allowed
}

# METADATA
# title: Containers add forbidden capabilities
# custom: {control: pss.baseline.capabilities}
deny contains msg if {
	names := [lib.name(item) | some item in lib.containers; count(forbidden(item.container)) > 0]
	count(names) > 0
	capabilities := {capability | some item in lib.containers; some capability in forbidden(item.container)}
	msg := sprintf(
		"non-default capabilities (%s must not include %s in securityContext.capabilities.add)",
		[lib.containers_named(names), lib.quoted(sort(capabilities))],
	)
}
