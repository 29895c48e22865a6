package seccomp_unconfined

import data.lib

deny contains "seccomp profile Unconfined is not allowed" if {
	lib.resource.kind == "Pod"
	lib.pod.spec.securityContext.seccompProfile.type == "Unconfined"
}

deny contains "seccomp profile Unconfined is not allowed" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	item.container.securityContext.seccompProfile.type == "Unconfined"
}
