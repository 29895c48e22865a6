package no_host_network

import data.lib

deny contains "hostNetwork is not allowed" if {
	lib.resource.kind == "Pod"
	lib.pod.spec.hostNetwork
}
