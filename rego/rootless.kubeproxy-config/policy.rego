# METADATA
# scope: package
# title: A kube-proxy that can run without root
# description: |
#   Summary: where node components run without root, kube-proxy leaves the kernel's table of connections alone.
#   Denies: where rootless is true, a KubeProxyConfiguration whose conntrack.maxPerCore, tcpEstablishedTimeout or tcpCloseWaitTimeout is not zero; left out
#     they are not.
#   Allows: everything where rootless is false, as nothing in the file says how kube-proxy runs.
#   Parameters: rootless (false).
# custom:
#   control: rootless.kubeproxy-config
#   severity: low
#   kubernetes_from: "1.22"
#   guidance: F06
#   articles: ["S22 #6"]
#   cel: "a file that no API server is given: kube-proxy reads it on its node"
package rootless.kubeproxy_config

import data.lib
import data.lib.files
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: rootless.kubeproxy-config}
deny contains params.invalid(params.bad_booleans({"rootless": "false"})) if files.kube_proxy

# METADATA
# title: Settings would be written to the kernel
# custom: {control: rootless.kubeproxy-config}
deny contains msg if {
	params.text("rootless", "false") == "true"
	details := [sprintf("%s is %s", [name, files.shown(value)]) |
		some name in ["maxPerCore", "tcpEstablishedTimeout", "tcpCloseWaitTimeout"]
		value := lib.get(files.kube_proxy, ["conntrack", name], null)
		not zero(name, value)
	]
	count(details) > 0
	msg := sprintf("kube-proxy not set up to run without root (conntrack settings must be zero: %s)", [concat(", ", details)])
}

# METADATA
# scope: document
# title: The number or the time is zero
zero("maxPerCore", 0)

zero(name, value) if {
	name != "maxPerCore"
	is_string(value)
	regex.match(`^[+-]?(0|(0+\.?0*(ns|us|µs|μs|ms|s|m|h))+)$`, value)
}
