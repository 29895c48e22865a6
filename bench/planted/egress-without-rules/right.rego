package egress

deny contains "egress must be restricted" if {
	input.request.kind.kind == "NetworkPolicy"
	not "Egress" in input.request.object.spec.policyTypes
}
