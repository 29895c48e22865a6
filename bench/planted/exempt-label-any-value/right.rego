package no_host_pid

import data.lib

deny contains "hostPID is not allowed" if {
	lib.resource.kind == "Pod"
	lib.get(lib.resource, ["metadata", "labels", "example.com/host-pid"], "") != "true"
	lib.pod.spec.hostPID
}
