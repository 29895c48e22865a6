# METADATA
# scope: package
# title: What the API says of CSI drivers and their volumes
package lib.csi

import data.lib

# METADATA
# title: The CSIDriver under judgement; undefined for everything else
driver := lib.resource if is("CSIDriver")

# METADATA
# title: The VolumeAttachment under judgement; undefined for everything else
attachment := lib.resource if is("VolumeAttachment")

# METADATA
# title: The object is of this kind of the storage group
is(kind) if {
	lib.group == "storage.k8s.io"
	lib.resource.kind == kind
}

# METADATA
# title: How a driver's volumes take on fsGroup, empty where the driver does not say
policy(driver_object) := lib.get(driver_object, ["spec", "fsGroupPolicy"], "")

# METADATA
# title: The group of the pod's files; undefined where none is set
fs_group := value if {
	value := lib.get(lib.pod.spec, ["securityContext", "fsGroup"], null)
	value != null
}
