# METADATA
# scope: package
# title: Host namespaces
# description: |
#   Summary: a pod shares no namespace with its node.
#   Denies: spec.hostNetwork, spec.hostPID or spec.hostIPC true, in pods and in the templates of workloads.
#   Allows: the three fields false, null or missing.
# custom:
#   control: pss.baseline.host-namespaces
#   severity: critical
#   level: baseline
#   check: hostNamespaces
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.host_namespaces

import data.lib

# METADATA
# title: The pod shares namespaces with its node
# custom: {control: pss.baseline.host-namespaces}
deny contains msg if {
	shared := [sprintf("%s=true", [field]) |
		some field in ["hostNetwork", "hostPID", "hostIPC"]
		lib.get(lib.pod.spec, [field], false) == true
	]
	count(shared) > 0
	msg := sprintf("host namespaces (%s)", [concat(", ", shared)])
}
