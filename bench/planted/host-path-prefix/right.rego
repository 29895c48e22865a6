package host_path

import data.lib

deny contains "hostPath is only allowed below /var/log" if {
	lib.resource.kind == "Pod"
	some volume in lib.pod.spec.volumes
	path := volume.hostPath.path
	path != "/var/log"
	not startswith(path, "/var/log/")
}
