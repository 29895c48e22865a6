package ingress_tls

deny contains sprintf("host %q has no TLS", [rule.host]) if {
	input.request.kind.kind == "Ingress"
	some rule in input.request.object.spec.rules
	not input.request.object.spec.tls
}
