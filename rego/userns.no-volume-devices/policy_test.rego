package userns.no_volume_devices_test

import data.userns.no_volume_devices as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

device(name) := {"name": name, "volumeDevices": [{"name": "data", "devicePath": "/dev/data"}]}

with_devices(who) := {sprintf("volumeDevices in a user namespace (%s must not use any while spec.hostUsers is false)", [who])}

test_deny_devices_in_every_list if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		policy.deny == with_devices(`container "a"`) with input as pod({"hostUsers": false, list: [device("a"), {"name": "b"}]})
	}
	spec := {"hostUsers": false, "containers": [device("a")], "initContainers": [device("i")]}
	policy.deny == with_devices(`containers "i", "a"`) with input as pod(spec)
}

test_allow_devices_with_the_hosts_users if {
	every spec in [{"containers": [device("a")]}, {"hostUsers": true, "containers": [device("a")]}] {
		policy.deny == set() with input as pod(spec)
	}
}

test_allow_mounts_and_empty_lists if {
	policy.deny == set() with input as pod({"hostUsers": false, "containers": [
		{"name": "a", "volumeMounts": [{"name": "data", "mountPath": "/data"}]},
		{"name": "b", "volumeDevices": []},
		{"name": "c", "volumeDevices": null},
	]})
}
