package csi_tokens

deny contains "tokens must not live longer than an hour" if {
	input.request.kind.kind == "CSIDriver"
	some token in input.request.object.spec.tokenRequests
	token.expirationSeconds > 3600
}
