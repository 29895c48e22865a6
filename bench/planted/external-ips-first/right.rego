package external_ips

deny contains "externalIPs must be in 203.0.113.0/24" if {
	input.request.kind.kind == "Service"
	some address in input.request.object.spec.externalIPs
	not startswith(address, "203.0.113.")
}
