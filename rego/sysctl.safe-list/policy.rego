# METADATA
# scope: package
# title: Safe sysctls
# description: |
#   Summary: a pod sets only sysctls that are safe at the policy version, or that are allowed besides.
#   Denies: any other name in spec.securityContext.sysctls, to the letter; names with slashes are other names.
#   Allows: the safe sysctls from their version on and those in extraAllowed, with any value.
#   Parameters: policyVersion (latest), extraAllowed (none; names, or what names begin with and a "*", separated by commas).
#   Correction: the article says that a pod needs the sysctl for low ports without root; Docker from 20.10 on and containerd
#     from 2.0 on set it by themselves for pods with a network of their own, CRI-O does not.
#   Versions: ip_unprivileged_port_start is safe from Kubernetes 1.22 on; more sysctls are from v1.27, v1.29, v1.32 and v1.37 on.
# custom:
#   control: sysctl.safe-list
#   severity: high
#   kubernetes_from: "1.22"
#   guidance: F03
#   articles: ["S22 #3"]
package sysctl.safe_list

import data.lib
import data.lib.params
import data.lib.sysctl

# METADATA
# title: The pod sets sysctls that are not allowed
# custom: {control: sysctl.safe-list}
deny contains msg if {
	lib.policy_version
	count(bad_params) == 0
	names := [name | some name in sysctl.names; not allowed(name)]
	count(names) > 0
	msg := sprintf("sysctls neither safe nor allowed (%s)", [lib.quoted(names)])
}

# METADATA
# title: The policy version cannot be used
# custom: {control: sysctl.safe-list}
deny contains lib.invalid_policy_version

# METADATA
# title: The params cannot be used
# custom: {control: sysctl.safe-list}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: What is allowed besides
extra := params.list("extraAllowed", "")

# METADATA
# title: What is wrong with the params
bad_params := [msg |
	some item in extra
	contains(trim_suffix(item, "*"), "*")
	msg := sprintf("extraAllowed must have \"*\" at the end of an item alone, has \"%s\"", [item])
]

# METADATA
# title: The sysctl is safe at the policy version, or allowed besides
allowed(name) if {
	some minor, names in sysctl.safe
	minor <= lib.policy_version
	name in names
}

allowed(name) if name in extra

allowed(name) if {
	some item in extra
	endswith(item, "*")
	startswith(name, trim_suffix(item, "*"))
}
