package ingress_tls

covered contains host if {
	some entry in input.request.object.spec.tls
	some host in entry.hosts
}

deny contains sprintf("host %q has no TLS", [rule.host]) if {
	input.request.kind.kind == "Ingress"
	some rule in input.request.object.spec.rules
	not rule.host in covered
}
