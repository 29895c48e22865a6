package no_privilege_escalation

import data.lib

deny contains "allowPrivilegeEscalation must be false" if {
	lib.resource.kind == "Pod"
	lib.get(lib.pod.spec, ["nodeSelector", "kubernetes.io/os"], "") != "windows"
	some item in lib.containers
	lib.get(item.container, ["securityContext", "allowPrivilegeEscalation"], true)
}
