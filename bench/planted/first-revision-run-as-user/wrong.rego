package run_as_user

policy_version := 22

# The revision of the check in force: the newest that is not newer than the policy, else the first.
default revision := 23

revision := max({since | some since in [23, 35]; since <= policy_version})

deny contains "runAsUser 0 is not allowed" if {
	revision
	input.request.kind.kind == "Pod"
	input.request.object.spec.securityContext.runAsUser == 0
}
