package run_as_user

import data.lib

deny contains "runAsUser 0 is not allowed" if {
	lib.resource.kind == "Pod"
	lib.pod.spec.securityContext.runAsUser == 0
}

deny contains "runAsUser 0 is not allowed" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	item.container.securityContext.runAsUser == 0
}
