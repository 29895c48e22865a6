package external_ips

deny contains "externalIPs must be in 203.0.113.0/24" if {
	input.request.kind.kind == "Service"
	address := input.request.object.spec.externalIPs[0]
	not startswith(address, "203.0.113.")
}
