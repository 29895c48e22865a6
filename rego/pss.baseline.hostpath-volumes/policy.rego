# METADATA
# scope: package
# title: HostPath volumes
# description: |
#   Summary: a pod mounts nothing of its node's file system.
#   Denies: an entry of spec.volumes with hostPath, whatever the path or type, mounted or not.
#   Allows: every other source of a volume, and hostPath null.
# custom:
#   control: pss.baseline.hostpath-volumes
#   severity: critical
#   level: baseline
#   check: hostPathVolumes
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.hostpath_volumes

import data.lib

# METADATA
# title: Volumes are of the node's file system
# custom: {control: pss.baseline.hostpath-volumes}
deny contains msg if {
	names := [lib.get(volume, ["name"], "") |
		some volume in lib.get(lib.pod.spec, ["volumes"], [])
		lib.get(volume, ["hostPath"], null) != null
	]
	count(names) > 0
	msg := sprintf("hostPath volumes (%s %s)", [lib.plural("volume", "volumes", count(names)), lib.quoted(names)])
}
