package no_load_balancer

deny contains "services of type LoadBalancer are not allowed" if {
	input.request.kind.kind == "Service"
	not input.request.subResource
	input.request.object.spec.type == "LoadBalancer"
}
