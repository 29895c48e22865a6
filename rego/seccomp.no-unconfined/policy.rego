# METADATA
# scope: package
# title: Seccomp not switched off
# description: |
#   Summary: neither a pod nor a container asks to run without seccomp.
#   Denies: securityContext.seccompProfile.type other than RuntimeDefault and Localhost, of the pod or any container, overridden or not.
#   Allows: no profile; any annotation. It is the baseline of the Pod Security Standards from policy version v1.19 on.
#   Correction: the article has docker's filter block about 60 system calls. Docker itself speaks of 44 of more than 300, and the filter
#     lists what is allowed, so what is blocked depends on the kernel. All of it is lost without a profile.
# custom:
#   control: seccomp.no-unconfined
#   severity: high
#   kubernetes_from: "1.19"
#   guidance: F05
#   articles: ["S22 #5"]
package seccomp.no_unconfined

import data.lib.seccomp

# METADATA
# title: The pod or containers switch seccomp off
# custom: {control: seccomp.no-unconfined}
deny contains msg if {
	details := [detail |
		some setter in seccomp.setters
		type := seccomp.type(setter.profile)
		not type in {"RuntimeDefault", "Localhost"}
		detail := sprintf("%s sets \"%s\"", [setter.who, type])
	]
	count(details) > 0
	msg := sprintf("forbidden seccomp profile (%s)", [concat("; ", details)])
}
