package selinux

import data.lib

holders := array.concat([lib.pod.spec], [item.container | some item in lib.containers])

deny contains "seLinuxOptions.type is not allowed" if {
	some holder in holders
	type := lib.get(holder, ["securityContext", "seLinuxOptions", "type"], "")
	type != ""
	not startswith(type, "container_")
}

deny contains "seLinuxOptions.user and role are not allowed" if {
	some holder in holders
	some field in ["user", "role"]
	lib.get(holder, ["securityContext", "seLinuxOptions", field], "") != ""
}
