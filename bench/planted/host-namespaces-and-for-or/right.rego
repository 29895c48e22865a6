package host_namespaces

import data.lib

deny contains "host namespaces are not allowed" if {
	lib.resource.kind == "Pod"
	some field in ["hostPID", "hostIPC"]
	lib.pod.spec[field]
}
