package apparmor

import data.lib

deny contains "AppArmor must not be off" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	item.container.securityContext.appArmorProfile.type == "Unconfined"
}
