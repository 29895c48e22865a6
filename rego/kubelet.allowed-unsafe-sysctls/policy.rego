# METADATA
# scope: package
# title: Few unsafe sysctls on a node
# description: |
#   Summary: a kubelet lets pods set no unsafe sysctls but those that are listed.
#   Denies: in a KubeletConfiguration, an item of allowedUnsafeSysctls that is not in allow, letter by letter: an allowed pattern does not allow the
#     names that it covers, nor narrower patterns. Whatever allow has, a pattern of a whole group, such as "*", "net.*" or "kernel.*".
#   Allows: no list, an empty one, and the items of allow.
#   Parameters: allow (none; names and patterns separated by commas).
#   Correction: of the patterns that are too broad the kubelet takes "net.*" and "user.*"; with "*", "kernel.*" or "fs.*" it does not start. A pattern ends
#     for it at the first "*", whatever follows, and slashes count as dots.
# custom:
#   control: kubelet.allowed-unsafe-sysctls
#   severity: high
#   kubernetes_from: "1.11"
#   guidance: F03
#   articles: ["S22 #3"]
#   cel: "a file that no API server is given: the kubelet reads it on its node"
package kubelet.allowed_unsafe_sysctls

import data.lib
import data.lib.files
import data.lib.params
import data.lib.sysctl

# METADATA
# title: Items are not allowed
# custom: {control: kubelet.allowed-unsafe-sysctls}
deny contains msg if {
	is_array(written)
	items := [item | some item in written; not broad(item); not item in params.list("allow", "")]
	count(items) > 0
	msg := sprintf("unsafe sysctls not allowed (%s)", [concat(", ", [json.marshal(item) | some item in items])])
}

# METADATA
# title: Patterns stand for a whole group
# custom: {control: kubelet.allowed-unsafe-sysctls}
deny contains msg if {
	is_array(written)
	items := [item | some item in written; broad(item)]
	count(items) > 0
	msg := sprintf("unsafe sysctls of a whole group (%s)", [lib.quoted(items)])
}

# METADATA
# title: There is something else than a list
# custom: {control: kubelet.allowed-unsafe-sysctls}
deny contains sprintf("allowedUnsafeSysctls is no list (is %s)", [json.marshal(written)]) if not is_array(written)

# METADATA
# title: What the file has in place of the list; an empty list where there is nothing
written := lib.get(files.kubelet, ["allowedUnsafeSysctls"], [])

# METADATA
# title: The groups of sysctls
groups := {"fs.", "kernel.", "net.", "user."}

# METADATA
# title: The item is a pattern that covers a group
broad(item) if {
	is_string(item)
	contains(item, "*")
	some group in groups
	startswith(group, split(sysctl.dotted(item), "*")[0])
}
