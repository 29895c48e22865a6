package seccomp

deny contains "a seccomp profile is required" if {
	input.request.kind.kind == "Pod"
	not input.request.object.spec.securityContext.seccompProfile.type
}
