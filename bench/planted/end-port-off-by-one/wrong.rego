package end_port

deny contains "a range has at most 10 ports" if {
	input.request.kind.kind == "NetworkPolicy"
	some rule in input.request.object.spec.ingress
	some port in rule.ports
	port.endPort - port.port > 10
}
