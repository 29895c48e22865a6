# METADATA
# scope: package
# title: Files that no API server is given
# description: |
#   Configurations of the kubelet, of kube-proxy and of the API server's admission plugins, and files without a kind.
#   A plugin's configuration may be a file of its own or stand in an AdmissionConfiguration.
package lib.files

import data.lib

# METADATA
# title: The file under judgement; conftest gives it as the input itself, whether it has a kind or not
file := lib.resource if {
	is_object(lib.resource)
} else := input if {
	is_object(input)
	not reviewed
}

# METADATA
# title: The input is a review
reviewed if is_object(input.request)

reviewed if is_object(input.review)

# METADATA
# title: The kubelet's configuration; undefined where the file is another
kubelet := file if is_kind(file, "kubelet.config.k8s.io", "KubeletConfiguration")

# METADATA
# title: The configuration of kube-proxy; undefined where the file is another
kube_proxy := file if is_kind(file, "kubeproxy.config.k8s.io", "KubeProxyConfiguration")

# METADATA
# title: The configurations of PodSecurity admission in the file
pod_security := [configuration |
	some configuration in configurations
	is_kind(configuration, "pod-security.admission.config.k8s.io", "PodSecurityConfiguration")
]

# METADATA
# title: What the file says of the plugin ImagePolicyWebhook
# description: The API server takes the key in any case of letters where it reads the file for the plugin.
image_policies := [policy |
	some configuration in configurations
	unversioned(configuration)
	some key, policy in configuration
	lower(key) == "imagepolicy"
]

# METADATA
# title: The file, and the configurations of plugins that stand in it
configurations := array.concat([file], [configuration |
	is_kind(file, "apiserver.config.k8s.io", "AdmissionConfiguration")
	some plugin in lib.get(file, ["plugins"], [])
	configuration := lib.get(plugin, ["configuration"], null)
	is_object(configuration)
])

# METADATA
# scope: document
# title: The file says neither what kind it is nor of which version
unversioned(of) if {
	lib.get(of, ["apiVersion"], null) == null
	lib.get(of, ["kind"], null) == null
}

# METADATA
# title: The file is of the kind, in any version of the group
is_kind(of, group, kind) if {
	of.kind == kind
	split(of.apiVersion, "/")[0] == group
}

# METADATA
# title: What a feature gate is set to, by its name or else with all gates of its stage; undefined where nothing is said
gate(of, name, stage) := value if {
	value := lib.get(of, ["featureGates", name], null)
	value != null
} else := value if {
	value := lib.get(of, ["featureGates", stage], null)
	value != null
}

# METADATA
# scope: document
# title: A value as it is written
shown(null) := "not set"

shown(value) := json.marshal(value) if value != null
