# METADATA
# scope: package
# title: No raw block devices in a user namespace
# description: |
#   Summary: a pod with a user namespace of its own uses volumes that it can have.
#   Denies: with spec.hostUsers false, volumeDevices of any container: such a pod fails on the node.
#   Allows: volumeMounts; volumeDevices in pods with the host's users.
#   Versions: hostUsers from 1.25. The API server refuses such pods itself by now.
# custom:
#   control: userns.no-volume-devices
#   severity: medium
#   kubernetes_from: "1.25"
#   guidance: F06
#   articles: ["S22 #7"]
package userns.no_volume_devices

import data.lib

# METADATA
# title: Containers use block devices
# custom: {control: userns.no-volume-devices}
deny contains msg if {
	lib.user_namespaced
	names := [lib.name(item) | some item in lib.containers; count(lib.get(item.container, ["volumeDevices"], [])) > 0]
	count(names) > 0
	msg := sprintf("volumeDevices in a user namespace (%s must not use any while spec.hostUsers is false)", [lib.containers_named(names)])
}
