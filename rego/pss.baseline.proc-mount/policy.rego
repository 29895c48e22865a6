# METADATA
# scope: package
# title: Proc mount
# description: |
#   Summary: containers see the masked /proc.
#   Denies: securityContext.procMount other than Default in any container.
#   Allows: Default, null or missing; from policy version v1.35 any value in pods with spec.hostUsers false.
# custom:
#   control: pss.baseline.proc-mount
#   severity: medium
#   level: baseline
#   check: procMount
#   policy_versions: [v1.0, v1.35]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S22 #7"]
package pss.baseline.proc_mount

import data.lib

# METADATA
# title: The forbidden proc mount that a container sets
forbidden(container) := value if {
	value := lib.get(container, ["securityContext", "procMount"], "Default")
	value != "Default"
}

# METADATA
# title: The pod's own user namespace makes every proc mount harmless
relaxed if {
	lib.policy_version >= 35
	lib.user_namespaced
}

# METADATA
# title: Containers set forbidden proc mounts
# custom: {control: pss.baseline.proc-mount}
deny contains msg if {
	lib.policy_version
	not relaxed
	names := [lib.name(item) | some item in lib.containers; forbidden(item.container)]
	count(names) > 0
	values := {value | some item in lib.containers; value := forbidden(item.container)}
	msg := sprintf(
		"procMount (%s must not set securityContext.procMount to %s)",
		[lib.containers_named(names), lib.quoted(sort(values))],
	)
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.baseline.proc-mount}
deny contains lib.invalid_policy_version
