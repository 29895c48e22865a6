package run_as_non_root

import data.lib

deny contains "containers must not run as root" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	not lib.get(item.container, ["securityContext", "runAsNonRoot"], of_pod) == true
}

deny contains "the pod asks for root" if {
	lib.resource.kind == "Pod"
	of_pod == false
}

of_pod := lib.get(lib.pod.spec, ["securityContext", "runAsNonRoot"], null)
