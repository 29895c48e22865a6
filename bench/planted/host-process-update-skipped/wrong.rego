package no_host_process

import data.lib

deny contains "hostProcess is not allowed" if {
	lib.request.operation != "UPDATE"
	lib.resource.kind in {"Pod", "Deployment"}
	holders := array.concat([lib.pod.spec], [item.container | some item in lib.containers])
	some holder in holders
	holder.securityContext.windowsOptions.hostProcess
}
