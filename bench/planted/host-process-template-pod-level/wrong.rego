package no_host_process

import data.lib

deny contains "hostProcess is not allowed" if {
	lib.resource.kind == "Pod"
	lib.pod.spec.securityContext.windowsOptions.hostProcess
}

deny contains "hostProcess is not allowed" if {
	lib.resource.kind in {"Pod", "Deployment"}
	some item in lib.containers
	item.container.securityContext.windowsOptions.hostProcess
}
