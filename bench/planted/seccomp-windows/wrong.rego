package seccomp_required

import data.lib

allowed := {"RuntimeDefault", "Localhost"}

profile(container) := lib.get(container, ["securityContext", "seccompProfile", "type"], of_pod)

of_pod := lib.get(lib.pod.spec, ["securityContext", "seccompProfile", "type"], "")

deny contains "a seccomp profile is required" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	not profile(item.container) in allowed
}
