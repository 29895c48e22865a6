package seccomp_required

import data.lib

allowed := {"RuntimeDefault", "Localhost"}

# What a container's profile is: its own, or else the pod's.
profile(container) := lib.get(container, ["securityContext", "seccompProfile", "type"], of_pod)

of_pod := lib.get(lib.pod.spec, ["securityContext", "seccompProfile", "type"], "")

deny contains "a seccomp profile is required" if {
	lib.resource.kind == "Pod"
	lib.get(lib.pod.spec, ["os", "name"], "") != "windows"
	some item in lib.containers
	not profile(item.container) in allowed
}
