# METADATA
# scope: package
# title: Pods that work on rootless nodes
# description: |
#   Summary: a pod for nodes whose kubelet is not root asks for nothing that such a node cannot give.
#   Warns: pods whose nodeSelector has all labels of rootlessNodeSelector and that set an AppArmor profile (field or annotation, other than
#     unconfined), mount volumes of type nfs, iscsi, fc or rbd, use volumeDevices or hugepages (resources of the pod or a container, or an
#     emptyDir in them), or set sysctls that are not safe.
#   Allows: pods for other nodes, also where only an affinity names rootless nodes; emptyDir, hostPath, local, configMap, secret, downwardAPI.
#   Parameters: rootlessNodeSelector (none, which is no node; labels as key=value, separated by commas).
#   Correction: the article lets the kubelet run without root as an alpha feature of 1.22. It stayed alpha for 15 releases, and what a node
#     is cannot be seen at admission; only its labels tell.
#   Versions: KubeletInUserNamespace alpha in 1.22, beta planned for 1.37. Sysctls are safe as of the newest version.
# custom:
#   control: rootless.pod-compat
#   severity: advisory
#   kubernetes_from: "1.22"
#   guidance: F06
#   articles: ["S22 #6"]
package rootless.pod_compat

import data.lib
import data.lib.params
import data.lib.sysctl

# METADATA
# title: The labels of rootless nodes, as key=value
labels := params.list("rootlessNodeSelector", "")

# METADATA
# title: What is wrong with the params
bad_params := [msg |
	some label in labels
	not regex.match(`^[^=]+=[^=]*$`, label)
	msg := sprintf("rootlessNodeSelector must list labels as key=value, has \"%s\"", [label])
]

# METADATA
# title: The params cannot be used
# custom: {control: rootless.pod-compat}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: A pod for rootless nodes asks for what they cannot give
# custom: {control: rootless.pod-compat}
warn contains msg if {
	count(bad_params) == 0
	for_rootless_nodes
	count(details) > 0
	msg := sprintf("not for rootless nodes (%s)", [concat("; ", details)])
}

# METADATA
# title: The pod may run on rootless nodes alone
for_rootless_nodes if {
	count(labels) > 0
	wanted := lib.get(lib.pod.spec, ["nodeSelector"], {})
	chosen := {sprintf("%s=%s", [key, value]) | some key, value in wanted}
	every label in labels {
		label in chosen
	}
}

# METADATA
# title: What the nodes cannot give, in the order in which it is told
details := [detail |
	some part in [app_armor, app_armor_annotations, network_volumes, block_devices, hugepages, hugepage_volumes, sysctls]
	some detail in part
]

# METADATA
# title: AppArmor profiles in fields
app_armor := [sprintf("AppArmor profile of %s", [lib.setters(pods, names)]) |
	pods := [true | app_armored(lib.pod.spec)]
	names := [lib.name(item) | some item in lib.containers; app_armored(item.container)]
	count(pods) + count(names) > 0
]

# METADATA
# title: A pod's spec or a container sets an AppArmor profile
app_armored(holder) if {
	profile := lib.get(holder, ["securityContext", "appArmorProfile"], null)
	profile != null
	lib.get(profile, ["type"], "") != "Unconfined"
}

# METADATA
# title: AppArmor profiles in annotations
app_armor_annotations := ["AppArmor annotations" | app_armor_annotated]

# METADATA
# title: An annotation sets an AppArmor profile
app_armor_annotated if {
	some key, value in lib.get(lib.pod.metadata, ["annotations"], {})
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not value in {"", "unconfined", null}
}

# METADATA
# title: Volumes that the node would have to mount from the network
network_volumes := [sprintf("network %s %s", [lib.plural("volume", "volumes", count(names)), lib.quoted(names)]) |
	names := [lib.get(volume, ["name"], "") | some volume in lib.get(lib.pod.spec, ["volumes"], []); network(volume)]
	count(names) > 0
]

# METADATA
# title: A volume of a type that the node would have to mount from the network
network(volume) if {
	some type in ["nfs", "iscsi", "fc", "rbd"]
	lib.get(volume, [type], null) != null
}

# METADATA
# title: Containers with block devices
block_devices := [sprintf("block devices of %s", [lib.containers_named(names)]) |
	names := [lib.name(item) | some item in lib.containers; count(lib.get(item.container, ["volumeDevices"], [])) > 0]
	count(names) > 0
]

# METADATA
# title: Huge pages of the pod and its containers
hugepages := [sprintf("hugepages of %s", [lib.setters(pods, names)]) |
	pods := [true | uses_hugepages(lib.pod.spec)]
	names := [lib.name(item) | some item in lib.containers; uses_hugepages(item.container)]
	count(pods) + count(names) > 0
]

# METADATA
# title: The resources of a pod's spec or a container name huge pages
uses_hugepages(holder) if {
	some list in ["limits", "requests"]
	some resource in object.keys(lib.get(holder, ["resources", list], {}))
	startswith(resource, "hugepages-")
}

# METADATA
# title: Volumes in huge pages
hugepage_volumes := [sprintf("hugepages %s %s", [lib.plural("volume", "volumes", count(names)), lib.quoted(names)]) |
	names := [lib.get(volume, ["name"], "") |
		some volume in lib.get(lib.pod.spec, ["volumes"], [])
		startswith(lib.get(volume, ["emptyDir", "medium"], ""), "HugePages")
	]
	count(names) > 0
]

# METADATA
# title: Sysctls that are not safe
sysctls := [sprintf("sysctls %s", [concat(", ", names)]) |
	safe := {name | some name in sysctl.safe[_]}
	names := [name | some name in sysctl.names; not name in safe]
	count(names) > 0
]
