# METADATA
# scope: package
# title: Safe sysctls for all pods of a node
# description: |
#   Summary: a kubelet gives pods no sysctls by default but safe ones.
#   Denies: in a KubeletConfiguration, a key of defaultPodSysctls that is not among the safe sysctls of the cluster's version, which all are in a namespace of
#     their own; a value that is no text; before cluster version v1.37 the field itself, which the kubelet does not know.
#   Allows: no map, an empty one, and safe sysctls with any value. Slashes count as dots, as they do for the kubelet.
#   Parameters: clusterVersion (latest).
#   Versions: alpha in 1.37, where it needs the feature gate DefaultPodSysctls; a pod's own value wins.
# custom:
#   control: kubelet.default-pod-sysctls
#   severity: medium
#   kubernetes_from: "1.37"
#   guidance: F03
#   articles: ["S22 #3"]
#   cel: "a file that no API server is given: the kubelet reads it on its node"
package kubelet.default_pod_sysctls

import data.lib
import data.lib.files
import data.lib.params
import data.lib.sysctl

# METADATA
# title: The params cannot be used
# custom: {control: kubelet.default-pod-sysctls}
deny contains params.invalid(params.bad_cluster_version) if files.kubelet

# METADATA
# title: Sysctls are not safe
# custom: {control: kubelet.default-pod-sysctls}
deny contains msg if {
	params.cluster_version
	names := [name | some name in object.keys(defaults); not safe(name)]
	count(names) > 0
	msg := sprintf("default sysctls not safe (%s)", [lib.quoted(sort(names))])
}

# METADATA
# title: Values are no text
# custom: {control: kubelet.default-pod-sysctls}
deny contains msg if {
	details := [sprintf("\"%s\" is %s", [name, files.shown(defaults[name])]) |
		some name in sort([name | some name, _ in defaults])
		not is_string(defaults[name])
	]
	count(details) > 0
	msg := sprintf("default sysctls with values that are no text (%s)", [concat(", ", details)])
}

# METADATA
# title: The kubelet does not know the field
# custom: {control: kubelet.default-pod-sysctls}
deny contains "the kubelet has no defaultPodSysctls before v1.37" if {
	params.cluster_version < 37
	count(defaults) > 0
}

# METADATA
# title: The sysctls that pods get by default, with their values
defaults := lib.get(files.kubelet, ["defaultPodSysctls"], {})

# METADATA
# title: The sysctl is safe at the cluster's version
safe(name) if {
	some minor, names in sysctl.safe
	minor <= params.cluster_version
	sysctl.dotted(name) in names
}
