package no_sys_admin

import data.lib

deny contains "SYS_ADMIN is not allowed" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	some name in item.container.securityContext.capabilities.add
	trim_prefix(name, "CAP_") == "SYS_ADMIN"
}
