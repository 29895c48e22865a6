package priority_class

deny contains "priorities are up to 1000" if {
	input.request.kind.kind == "PriorityClass"
	input.request.object.value > 1000
}
