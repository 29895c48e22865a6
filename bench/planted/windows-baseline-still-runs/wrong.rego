package seccomp

import data.lib

deny contains "seccomp profile Unconfined" if {
	lib.pod.spec.securityContext.seccompProfile.type == "Unconfined"
}

deny contains "seccomp profile Unconfined" if {
	some item in lib.containers
	item.container.securityContext.seccompProfile.type == "Unconfined"
}

deny contains "seccomp profile unset" if {
	lib.get(lib.pod.spec, ["os", "name"], "") != "windows"
	not lib.pod.spec.securityContext.seccompProfile
	some item in lib.containers
	not item.container.securityContext.seccompProfile
}
