package no_privileged

import data.lib

deny contains "privileged containers are not allowed" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	item.container.securityContext.privileged
}
