# METADATA
# scope: package
# title: Run as a user other than root
# description: |
#   Summary: no container is told to run as root.
#   Denies: from policy version v1.23, securityContext.runAsUser 0 of the pod or any container, overridden or not.
#   Allows: other users, null or missing; from v1.35 anything in pods with spec.hostUsers false.
# custom:
#   control: pss.restricted.run-as-user
#   severity: high
#   level: restricted
#   check: runAsUser
#   policy_versions: [v1.23, v1.35]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1", "S22 #7"]
package pss.restricted.run_as_user

import data.lib

# METADATA
# title: The pod's own user namespace makes its root harmless
relaxed if {
	lib.policy_version >= 35
	lib.user_namespaced
}

# METADATA
# title: A pod's spec or a container sets root
root(holder) if lib.get(holder, ["securityContext", "runAsUser"], 1) == 0

# METADATA
# title: The pod or containers run as root
# custom: {control: pss.restricted.run-as-user}
deny contains msg if {
	lib.policy_version >= 23
	not relaxed
	pods := [0 | root(lib.pod.spec)]
	names := [lib.name(item) | some item in lib.containers; root(item.container)]
	count(pods) + count(names) > 0
	msg := sprintf("runAsUser=0 (%s must not set runAsUser=0)", [lib.setters(pods, names)])
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.restricted.run-as-user}
deny contains lib.invalid_policy_version
