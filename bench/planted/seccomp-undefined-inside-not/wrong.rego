package seccomp_required

import data.lib

allowed := {"RuntimeDefault", "Localhost"}

profile(container) := container.securityContext.seccompProfile.type

profile(container) := lib.pod.spec.securityContext.seccompProfile.type if not container.securityContext.seccompProfile

deny contains "a seccomp profile is required" if {
	lib.resource.kind == "Pod"
	lib.get(lib.pod.spec, ["os", "name"], "") != "windows"
	some item in lib.containers
	not profile(item.container) in allowed
}
