package host_ports

deny contains "host ports are 8000 to 8100" if {
	input.request.kind.kind == "Pod"
	some container in input.request.object.spec.containers
	some port in container.ports
	port.hostPort
	not port.hostPort in numbers.range(8000, 8100)
}
