package host_path

import data.lib

deny contains "hostPath is not allowed" if {
	lib.resource.kind == "Pod"
	some volume in lib.pod.spec.volumes
	volume.hostPath
}
