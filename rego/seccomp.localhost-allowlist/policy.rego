# METADATA
# scope: package
# title: Known seccomp profiles of the node
# description: |
#   Summary: a profile of the node is a known file below the kubelet's folder of profiles.
#   Denies: securityContext.seccompProfile of type Localhost, of the pod or any container, overridden or not, whose localhostProfile is
#     missing or empty, absolute, has an element `..`, or is not in allowedProfiles.
#   Allows: profiles of other types; any file below the folder where allowedProfiles is empty.
#   Parameters: allowedProfiles (none, which allows any; files separated by commas, to the letter).
# custom:
#   control: seccomp.localhost-allowlist
#   severity: medium
#   kubernetes_from: "1.19"
#   guidance: F05
#   articles: ["S22 #5"]
package seccomp.localhost_allowlist

import data.lib.params
import data.lib.seccomp

# METADATA
# title: The files that may be used; empty where any may
allowed := params.list("allowedProfiles", "")

# METADATA
# title: The pod or containers name no file, or one that they may not use
# custom: {control: seccomp.localhost-allowlist}
deny contains msg if {
	details := [sprintf("%s %s", [setter.who, problem(seccomp.file(setter.profile))]) |
		some setter in seccomp.setters
		seccomp.type(setter.profile) == "Localhost"
	]
	count(details) > 0
	msg := sprintf("forbidden localhostProfile (%s)", [concat("; ", details)])
}

# METADATA
# title: What is wrong with a file; undefined where nothing is
problem(file) := "sets none" if {
	file == ""
} else := sprintf("sets \"%s\", which is absolute", [file]) if {
	startswith(file, "/")
} else := sprintf("sets \"%s\", which has \"..\"", [file]) if {
	".." in split(file, "/")
} else := sprintf("sets \"%s\", which is not allowed", [file]) if {
	count(allowed) > 0
	not file in allowed
}
