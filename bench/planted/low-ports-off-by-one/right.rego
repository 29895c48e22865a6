package low_ports

import data.lib

deny contains "ports below 1024 are not allowed" if {
	lib.resource.kind == "Pod"
	some container in lib.pod.spec.containers
	some port in container.ports
	port.containerPort < 1024
}
