# METADATA
# scope: package
# title: Privileged containers
# description: |
#   Summary: no container has all the power of its node.
#   Denies: securityContext.privileged true in any container, init container or ephemeral container.
#   Allows: the field false, null or missing.
# custom:
#   control: pss.baseline.privileged
#   severity: critical
#   level: baseline
#   check: privileged
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.privileged

import data.lib

# METADATA
# title: Containers are privileged
# custom: {control: pss.baseline.privileged}
deny contains msg if {
	names := [lib.name(item) |
		some item in lib.containers
		lib.get(item.container, ["securityContext", "privileged"], false) == true
	]
	count(names) > 0
	msg := sprintf("privileged (%s must not set securityContext.privileged=true)", [lib.containers_named(names)])
}
