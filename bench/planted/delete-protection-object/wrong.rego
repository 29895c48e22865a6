package delete_protection

deny contains "the namespace is protected" if {
	input.request.operation == "DELETE"
	input.request.kind.kind == "Namespace"
	input.request.object.metadata.labels["example.com/protected"] == "true"
}
