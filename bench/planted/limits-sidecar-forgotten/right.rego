package memory_limits

import data.lib

deny contains "containers need a memory limit" if {
	lib.resource.kind == "Pod"
	some container in lib.pod.spec.containers
	not container.resources.limits.memory
}

deny contains "sidecars need a memory limit" if {
	lib.resource.kind == "Pod"
	some container in lib.pod.spec.initContainers
	container.restartPolicy == "Always"
	not container.resources.limits.memory
}
