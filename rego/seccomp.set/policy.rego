# METADATA
# scope: package
# title: A seccomp profile in force for every container
# description: |
#   Summary: every container runs under the runtime's seccomp profile or one of the node.
#   Denies: containers for which neither they themselves nor the pod set a profile; containers whose profile, their own or else the
#     pod's, has another type than RuntimeDefault and Localhost, to the letter.
#   Allows: a pod's profile that every container overrides; with allowUnsetIfKubeletDefault true no profile at all, for clusters whose
#     every kubelet has seccompDefault; everything in pods with spec.os.name windows. Annotations do not count.
#   Parameters: allowUnsetIfKubeletDefault (false).
#   Correction: the article has a default profile per node. It comes with seccompDefault of the kubelet, which is false unless set; that
#     the feature gate is on by default since 1.25 changes nothing, so a pod that sets nothing may well run unconfined.
#   Versions: fields from 1.19; SeccompDefault alpha in 1.22, beta in 1.25, stable in 1.27.
# custom:
#   control: seccomp.set
#   severity: high
#   kubernetes_from: "1.19"
#   guidance: F05
#   articles: ["S22 #5"]
package seccomp.set

import data.lib
import data.lib.params
import data.lib.seccomp

# METADATA
# title: What is wrong with the params
bad_params := params.bad_booleans({"allowUnsetIfKubeletDefault": "false"})

# METADATA
# title: The params cannot be used
# custom: {control: seccomp.set}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: Containers run without a profile
# custom: {control: seccomp.set}
deny contains msg if {
	count(bad_params) == 0
	not lib.windows
	details := [detail | some item in lib.containers; detail := problem(item)]
	count(details) > 0
	msg := sprintf("seccomp profile must be \"RuntimeDefault\" or \"Localhost\" (%s)", [concat("; ", details)])
}

# METADATA
# title: What is wrong with the profile of a container; undefined where nothing is
problem(item) := sprintf("container \"%s\" has \"%s\"", [lib.name(item), type]) if {
	type := seccomp.effective_type(item.container)
	not type in {"RuntimeDefault", "Localhost"}
}

problem(item) := sprintf("container \"%s\" has none", [lib.name(item)]) if {
	params.text("allowUnsetIfKubeletDefault", "false") == "false"
	not seccomp.effective_type(item.container)
}
