package external_name

deny contains "externalName must be below example.com" if {
	input.request.kind.kind == "Service"
	input.request.object.spec.type == "ExternalName"
	not endswith(input.request.object.spec.externalName, ".example.com")
}
