package env_twice

deny contains "a variable is set twice" if {
	input.request.kind.kind == "Pod"
	some container in input.request.object.spec.containers
	some i, j
	container.env[i].name == container.env[j].name
	i < j
}
