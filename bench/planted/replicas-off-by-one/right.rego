package replicas

deny contains "at most 20 replicas" if {
	input.request.kind.kind == "Deployment"
	input.request.object.spec.replicas > 20
}
