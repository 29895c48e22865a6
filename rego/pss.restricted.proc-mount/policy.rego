# METADATA
# scope: package
# title: Proc mount, user namespace or not
# description: |
#   Summary: containers see the masked /proc, in pods with a user namespace of their own too.
#   Denies: from policy version v1.35, securityContext.procMount other than Default in any container; before, the baseline
#     control does.
#   Allows: Default, null or missing.
# custom:
#   control: pss.restricted.proc-mount
#   severity: medium
#   level: restricted
#   check: procMount_restricted
#   replaces: [procMount]
#   policy_versions: [v1.35]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S22 #7"]
package pss.restricted.proc_mount

import data.lib

# METADATA
# title: The forbidden proc mount that a container sets
forbidden(container) := value if {
	value := lib.get(container, ["securityContext", "procMount"], "Default")
	value != "Default"
}

# METADATA
# title: Containers set forbidden proc mounts
# custom: {control: pss.restricted.proc-mount}
deny contains msg if {
	lib.policy_version >= 35
	names := [lib.name(item) | some item in lib.containers; forbidden(item.container)]
	values := {value | some item in lib.containers; value := forbidden(item.container)}
	count(values) > 0
	msg := sprintf(
		"procMount (%s must not set securityContext.procMount to %s)",
		[lib.containers_named(names), lib.quoted(sort(values))],
	)
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.restricted.proc-mount}
deny contains lib.invalid_policy_version
