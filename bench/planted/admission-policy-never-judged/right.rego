package binding_denies

deny contains "validationActions must hold Deny" if {
	input.request.kind.kind == "ValidatingAdmissionPolicyBinding"
	input.request.operation in {"CREATE", "UPDATE"}
	not "Deny" in input.request.object.spec.validationActions
}
