# METADATA
# scope: package
# title: Volumes change their group once
# description: |
#   Summary: the files of a claimed volume get the pod's group once, not one by one at every start.
#   Warns: fsGroup set and a volume with persistentVolumeClaim, while fsGroupChangePolicy is not OnRootMismatch; none counts as Always.
#   Allows: pods without fsGroup or without claimed volumes; the field has no effect on volumes that end with the pod, and the claims
#     that a StatefulSet makes are seen in its Pods.
# custom:
#   control: csi.change-policy
#   severity: advisory
#   kubernetes_from: "1.20"
#   guidance: F10
#   articles: ["S26C #12"]
package csi.change_policy

import data.lib
import data.lib.csi

# METADATA
# title: Claimed volumes change their group at every start
# custom: {control: csi.change-policy}
warn contains msg if {
	csi.fs_group
	lib.get(lib.pod.spec, ["securityContext", "fsGroupChangePolicy"], "") != "OnRootMismatch"
	names := [lib.get(volume, ["name"], "") |
		some volume in lib.get(lib.pod.spec, ["volumes"], [])
		lib.get(volume, ["persistentVolumeClaim"], null) != null
	]
	count(names) > 0
	msg := sprintf(
		"slow fsGroup (pod should set securityContext.fsGroupChangePolicy=OnRootMismatch for %s %s)",
		[lib.plural("volume", "volumes", count(names)), lib.quoted(names)],
	)
}
