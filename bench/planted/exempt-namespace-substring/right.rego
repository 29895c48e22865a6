package no_host_pid

import data.lib

exempt := {"kube-system", "monitoring"}

deny contains "hostPID is not allowed" if {
	lib.resource.kind == "Pod"
	not input.request.namespace in exempt
	lib.pod.spec.hostPID
}
