# METADATA
# scope: package
# title: No fsGroup in VolumeAttachments
# description: |
#   Summary: nobody relies on an fsGroup of a VolumeAttachment, a field that does not exist.
#   Denies: fsGroup in spec or status of a VolumeAttachment, whatever its value; the API server drops or refuses it.
#   Allows: VolumeAttachments without; it is the pod's fsGroup that counts.
#   Correction: an article says that the VolumeAttachment API got the field in 1.26; no version has it. The kubelet hands the pod's
#     fsGroup to the driver (CSI's volume_mount_group).
# custom:
#   control: csi.volumeattachment-no-fsgroup
#   severity: low
#   kubernetes_from: "1.13"
#   guidance: F10
#   articles: ["S26C #12"]
#   cel: the API server drops or refuses fields that it does not know before any policy sees the object
package csi.volumeattachment_no_fsgroup

import data.lib
import data.lib.csi

# METADATA
# title: The VolumeAttachment has a field that does not exist
# custom: {control: csi.volumeattachment-no-fsgroup}
deny contains msg if {
	fields := [sprintf("%s.fsGroup", [part]) |
		some part in ["spec", "status"]
		"fsGroup" in object.keys(lib.get(csi.attachment, [part], {}))
	]
	count(fields) > 0
	msg := sprintf("fsGroup of a VolumeAttachment (%s %s not exist)", [concat(", ", fields), lib.plural("does", "do", count(fields))])
}
