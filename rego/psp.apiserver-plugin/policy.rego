# METADATA
# scope: package
# title: No API server with the plugin PodSecurityPolicy
# description: |
#   Summary: the API server is not told to run an admission plugin that is gone.
#   Denies: from cluster version v1.25 on, a Pod of kube-system that runs kube-apiserver with PodSecurityPolicy in --enable-admission-plugins
#     (or in the older --admission-control).
#   Warns: the same at v1.21 to v1.24.
#   Allows: no such flag, lists without it, PodSecurityPolicy in --disable-admission-plugins, and everything before v1.21.
#   Parameters: clusterVersion (latest; or v1.x).
#   Versions: deprecated in 1.21; from 1.25 on a server does not start with a plugin that it does not know. A static Pod passes no admission,
#     only its mirror does: judge its manifest before it is put on the node.
# custom:
#   control: psp.apiserver-plugin
#   severity: medium
#   kubernetes_from: "1.21"
#   guidance: F01
#   articles: ["S22 #2"]
package psp.apiserver_plugin

import data.lib
import data.lib.component
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: psp.apiserver-plugin}
deny contains params.invalid(params.bad_cluster_version) if count(component.containers("kube-apiserver")) > 0

# METADATA
# title: The plugin is enabled in a server that has none
# custom: {control: psp.apiserver-plugin}
deny contains sprintf("plugin PodSecurityPolicy is enabled (%s; removed in Kubernetes 1.25)", [lib.containers_named(names)]) if {
	params.cluster_version >= 25
	count(names) > 0
}

# METADATA
# title: The plugin is enabled in a server in which it is deprecated
# custom: {control: psp.apiserver-plugin}
warn contains sprintf("plugin PodSecurityPolicy is enabled (%s; deprecated, removed in Kubernetes 1.25)", [lib.containers_named(names)]) if {
	params.cluster_version >= 21
	params.cluster_version < 25
	count(names) > 0
}

# METADATA
# title: The containers whose server has the plugin
names := [lib.get(container, ["name"], "") |
	some container in component.containers("kube-apiserver")
	"PodSecurityPolicy" in plugins(container)
]

# METADATA
# title: The plugins that a server is told to enable; such a flag adds to those before it
plugins(container) := {plugin |
	some flag in ["enable-admission-plugins", "admission-control"]
	some plugin in split(concat(",", component.values(container, flag)), ",")
}
