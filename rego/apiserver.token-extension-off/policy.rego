# METADATA
# scope: package
# title: An API server that lets tokens end when they say
# description: |
#   Summary: tokens that are projected into pods do not live for a year on the quiet.
#   Denies: a Pod of kube-system that runs kube-apiserver with --service-account-extend-token-expiration, unless its last value is false.
#   Warns: the same without the flag, which is true then.
#   Allows: --service-account-extend-token-expiration=false; a value that is an argument of its own is not read, by the server neither.
#   Correction: pods do not get a token only when they need one; they get one that the kubelet renews, and with this extension it is valid for a year.
#   Versions: tokens are projected by default from 1.21 on. A static Pod passes no admission, only its mirror does: judge its manifest
#     before it is put on the node.
# custom:
#   control: apiserver.token-extension-off
#   severity: medium
#   kubernetes_from: "1.21"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package apiserver.token_extension_off

import data.lib
import data.lib.component

# METADATA
# title: The flag of the extension
flag := "service-account-extend-token-expiration"

# METADATA
# title: The server is told to extend tokens
# custom: {control: apiserver.token-extension-off}
deny contains msg if {
	details := [sprintf("container \"%s\" has --%s=%s", [lib.get(container, ["name"], ""), flag, value]) |
		some container in component.containers("kube-apiserver")
		values := component.switches(container, flag)
		value := values[count(values) - 1]
		not value in {"0", "f", "F", "false", "False", "FALSE"}
	]
	count(details) > 0
	msg := sprintf("tokens live for a year (%s)", [concat("; ", details)])
}

# METADATA
# title: The server extends tokens since nobody told it not to
# custom: {control: apiserver.token-extension-off}
warn contains msg if {
	names := [lib.get(container, ["name"], "") |
		some container in component.containers("kube-apiserver")
		count(component.switches(container, flag)) == 0
	]
	count(names) > 0
	msg := sprintf("tokens live for a year (%s without --%s=false)", [lib.containers_named(names), flag])
}
