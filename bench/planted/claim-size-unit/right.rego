package claim_size

deny contains "claims are up to 100Gi" if {
	input.request.kind.kind == "PersistentVolumeClaim"
	units.parse_bytes(input.request.object.spec.resources.requests.storage) > units.parse_bytes("100Gi")
}
