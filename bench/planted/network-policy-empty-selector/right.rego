package open_ingress

deny contains "ingress from everywhere is not allowed" if {
	input.request.kind.kind == "NetworkPolicy"
	some rule in input.request.object.spec.ingress
	some peer in rule.from
	peer.namespaceSelector == {}
}

deny contains "ingress from everywhere is not allowed" if {
	input.request.kind.kind == "NetworkPolicy"
	some rule in input.request.object.spec.ingress
	not rule.from
}
