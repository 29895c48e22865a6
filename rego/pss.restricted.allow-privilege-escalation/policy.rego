# METADATA
# scope: package
# title: No privilege escalation
# description: |
#   Summary: no process gains more privileges than its parent.
#   Denies: from policy version v1.8, any container whose securityContext.allowPrivilegeEscalation is not false.
#   Allows: false; from v1.25 anything in pods with spec.os.name windows.
# custom:
#   control: pss.restricted.allow-privilege-escalation
#   severity: high
#   level: restricted
#   check: allowPrivilegeEscalation
#   policy_versions: [v1.8, v1.25]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.restricted.allow_privilege_escalation

import data.lib

# METADATA
# title: Windows has no such privileges
exempt if {
	lib.policy_version >= 25
	lib.windows
}

# METADATA
# title: Containers may escalate privileges
# custom: {control: pss.restricted.allow-privilege-escalation}
deny contains msg if {
	lib.policy_version >= 8
	not exempt
	names := [lib.name(item) |
		some item in lib.containers
		lib.get(item.container, ["securityContext", "allowPrivilegeEscalation"], true) != false
	]
	count(names) > 0
	msg := sprintf(
		"allowPrivilegeEscalation != false (%s must set securityContext.allowPrivilegeEscalation=false)",
		[lib.containers_named(names)],
	)
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.restricted.allow-privilege-escalation}
deny contains lib.invalid_policy_version
