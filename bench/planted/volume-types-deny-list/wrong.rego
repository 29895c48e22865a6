package volume_types

import data.lib

deny contains "hostPath is not allowed" if {
	some volume in lib.pod.spec.volumes
	volume.hostPath
}
