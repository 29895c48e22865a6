package env_twice

deny contains "a variable is set twice" if {
	input.request.kind.kind == "Pod"
	some container in input.request.object.spec.containers
	some i, variable in container.env
	container.env[i + 1].name == variable.name
}
