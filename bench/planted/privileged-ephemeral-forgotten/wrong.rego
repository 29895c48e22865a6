package no_privileged

import data.lib

deny contains "privileged containers are not allowed" if {
	lib.resource.kind == "Pod"
	some list in ["initContainers", "containers"]
	some container in lib.pod.spec[list]
	container.securityContext.privileged
}
