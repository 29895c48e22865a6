package privilege_escalation

policy_version := 7

# The revision of the check in force: the newest that is not newer than the policy.
revision := max({since | some since in [8, 25]; since <= policy_version})

deny contains "allowPrivilegeEscalation must be false" if {
	revision
	input.request.kind.kind == "Pod"
	some container in input.request.object.spec.containers
	not container.securityContext.allowPrivilegeEscalation == false
}
