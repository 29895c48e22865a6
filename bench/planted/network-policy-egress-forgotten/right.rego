package open_blocks

deny contains "0.0.0.0/0 is not allowed" if {
	input.request.kind.kind == "NetworkPolicy"
	some rule in input.request.object.spec.ingress
	some peer in rule.from
	peer.ipBlock.cidr == "0.0.0.0/0"
}

deny contains "0.0.0.0/0 is not allowed" if {
	input.request.kind.kind == "NetworkPolicy"
	some rule in input.request.object.spec.egress
	some peer in rule.to
	peer.ipBlock.cidr == "0.0.0.0/0"
}
