package ingress_hosts

deny contains "hosts are named" if {
	input.request.kind.kind == "Ingress"
	some rule in input.request.object.spec.rules
	startswith(rule.host, "*")
}
