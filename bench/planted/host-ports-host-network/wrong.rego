package no_host_ports

import data.lib

deny contains "hostPort is not allowed" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	some port in item.container.ports
	port.hostPort > 0
	not lib.pod.spec.hostNetwork
}
