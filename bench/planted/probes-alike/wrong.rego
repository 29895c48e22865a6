package probes

deny contains "the probes are the same" if {
	input.request.kind.kind == "Pod"
	some container in input.request.object.spec.containers
	container.livenessProbe.httpGet.path == container.readinessProbe.httpGet.path
}
