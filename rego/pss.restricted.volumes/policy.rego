# METADATA
# scope: package
# title: Volume types
# description: |
#   Summary: volumes come from storage that is meant for pods.
#   Denies: any volume without one of the sources configMap, csi, downwardAPI, emptyDir, ephemeral, image,
#     persistentVolumeClaim, projected and secret; hostPath among them.
#   Allows: those sources; a volume without any source, which the API server makes an emptyDir.
# custom:
#   control: pss.restricted.volumes
#   severity: high
#   level: restricted
#   check: restrictedVolumes
#   replaces: [hostPathVolumes]
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.restricted.volumes

import data.lib

# METADATA
# title: Sources that a volume may have
allowed := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
}

# METADATA
# title: All other sources, in the order in which one is named for a volume that has several
restricted := [
	"hostPath",
	"gcePersistentDisk",
	"awsElasticBlockStore",
	"gitRepo",
	"nfs",
	"iscsi",
	"glusterfs",
	"rbd",
	"flexVolume",
	"cinder",
	"cephfs",
	"flocker",
	"fc",
	"azureFile",
	"vsphereVolume",
	"quobyte",
	"azureDisk",
	"photonPersistentDisk",
	"portworxVolume",
	"scaleIO",
	"storageos",
]

# METADATA
# title: The sources that a volume has
sources(volume) := {source | some source in object.keys(volume); volume[source] != null} - {"name"}

# METADATA
# title: The restricted type of a volume; undefined where it is allowed
forbidden_type(volume) := type if {
	count(sources(volume)) > 0
	count(sources(volume) & allowed) == 0
	types := [source | some source in restricted; source in sources(volume)]
	type := array.concat(types, ["unknown"])[0]
}

# METADATA
# title: Volumes are of restricted types
# custom: {control: pss.restricted.volumes}
deny contains msg if {
	volumes := lib.get(lib.pod.spec, ["volumes"], [])
	names := [lib.get(volume, ["name"], "") | some volume in volumes; forbidden_type(volume)]
	types := {type | some volume in volumes; type := forbidden_type(volume)}
	count(types) > 0
	msg := sprintf("restricted volume types (%s %s %s %s %s)", [
		lib.plural("volume", "volumes", count(names)),
		lib.quoted(names),
		lib.plural("uses", "use", count(names)),
		lib.plural("restricted volume type", "restricted volume types", count(types)),
		lib.quoted(sort(types)),
	])
}
