# METADATA
# scope: package
# title: A file only for profiles of the node
# description: |
#   Summary: who names a file of the node has it in force.
#   Denies: a localhostProfile in securityContext.seccompProfile of a type other than Localhost, of the pod or any container: the file
#     that is named has no effect.
#   Allows: profiles of type Localhost; localhostProfile missing, null or empty.
#   Versions: fields from 1.19. The API server refuses such pods itself.
# custom:
#   control: seccomp.localhost-consistency
#   severity: low
#   kubernetes_from: "1.19"
#   guidance: F05
#   articles: ["S22 #5"]
package seccomp.localhost_consistency

import data.lib.seccomp

# METADATA
# title: The pod or containers name a file that has no effect
# custom: {control: seccomp.localhost-consistency}
deny contains msg if {
	details := [sprintf("%s sets \"%s\" at type \"%s\"", [setter.who, file, type]) |
		some setter in seccomp.setters
		type := seccomp.type(setter.profile)
		type != "Localhost"
		file := seccomp.file(setter.profile)
		file != ""
	]
	count(details) > 0
	msg := sprintf("localhostProfile without type \"Localhost\" (%s)", [concat("; ", details)])
}
