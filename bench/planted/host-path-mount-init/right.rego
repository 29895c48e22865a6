package host_path_mounts

import data.lib

from_host contains volume.name if {
	some volume in lib.pod.spec.volumes
	volume.hostPath
}

deny contains "host paths are mounted to be read" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	some mount in item.container.volumeMounts
	mount.name in from_host
	not mount.readOnly
}
