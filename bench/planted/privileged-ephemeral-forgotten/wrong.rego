package no_privileged

deny contains "privileged containers are not allowed" if {
	input.request.kind.kind == "Pod"
	some list in ["initContainers", "containers"]
	some container in input.request.object.spec[list]
	container.securityContext.privileged
}
