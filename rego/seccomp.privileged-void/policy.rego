# METADATA
# scope: package
# title: No profile for privileged containers
# description: |
#   Summary: a profile that has no effect is told.
#   Warns: containers with securityContext.privileged true whose seccomp profile, their own or else the pod's, is another than
#     Unconfined: privileged containers run unconfined whatever the field says.
#   Allows: privileged containers without a profile, or with Unconfined, which is so; containers that are not privileged.
# custom:
#   control: seccomp.privileged-void
#   severity: medium
#   kubernetes_from: "1.19"
#   guidance: F05
#   articles: ["S22 #5"]
package seccomp.privileged_void

import data.lib
import data.lib.seccomp

# METADATA
# title: Privileged containers have a profile
# custom: {control: seccomp.privileged-void}
warn contains msg if {
	names := [lib.name(item) |
		some item in lib.containers
		lib.get(item.container, ["securityContext", "privileged"], false) == true
		seccomp.effective_type(item.container) != "Unconfined"
	]
	count(names) > 0
	msg := sprintf("seccomp profile without effect (privileged %s)", [lib.containers_named(names)])
}
