package no_private_keys

deny contains "private keys are not for Secrets" if {
	input.request.kind.kind == "Secret"
	input.request.object.data.id_rsa
}
