package no_host_pid

import data.lib

deny contains "hostPID is not allowed" if {
	lib.resource.kind == "Pod"
	not "example.com/host-pid" in object.keys(lib.get(lib.resource, ["metadata", "labels"], {}))
	lib.pod.spec.hostPID
}
