package no_privileged

import data.lib

deny contains "privileged containers are not allowed" if {
	lib.resource.kind == "Pod"
	last := lib.containers[count(lib.containers) - 1]
	last.container.securityContext.privileged
}
