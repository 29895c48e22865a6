# METADATA
# scope: package
# title: An unmasked /proc only in a user namespace
# description: |
#   Summary: who sees all of /proc is not root on the node.
#   Denies: securityContext.procMount Unmasked in any container unless spec.hostUsers is false.
#   Allows: Default, null or missing; any value with spec.hostUsers false.
#   Correction: KEP-127 promises that with hostUsers false the baseline of the Pod Security Standards takes any added capability. The code
#     relaxes procMount alone, and from policy version v1.35 on.
#   Versions: procMount alpha in 1.12, beta and off by default in 1.31, on by default in 1.33, stable in 1.36. The API server refuses such
#     pods itself by now.
# custom:
#   control: userns.procmount
#   severity: high
#   kubernetes_from: "1.12"
#   guidance: F06
#   articles: ["S22 #7"]
package userns.procmount

import data.lib

# METADATA
# title: Containers see all of the node's /proc
# custom: {control: userns.procmount}
deny contains msg if {
	not lib.user_namespaced
	names := [lib.name(item) |
		some item in lib.containers
		lib.get(item.container, ["securityContext", "procMount"], "Default") == "Unmasked"
	]
	count(names) > 0
	msg := sprintf(
		"procMount without a user namespace (%s must not set \"Unmasked\" unless spec.hostUsers is false)",
		[lib.containers_named(names)],
	)
}
