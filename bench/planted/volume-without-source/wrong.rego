package volumes

import data.lib

allowed := {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"}

deny contains sprintf("volume %q is not allowed", [volume.name]) if {
	some volume in lib.pod.spec.volumes
	count(object.keys(volume) & allowed) == 0
}
