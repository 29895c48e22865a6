package run_as_user

import data.lib

deny contains "runAsUser 0 is not allowed" if {
	lib.resource.kind == "Pod"
	holders := array.concat([lib.pod.spec], [item.container | some item in lib.containers])
	some holder in holders
	holder.securityContext.runAsUser == 0
}
