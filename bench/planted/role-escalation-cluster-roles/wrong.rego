package role_escalation

deny contains "roles must not escalate" if {
	input.request.kind.kind == "ClusterRole"
	some rule in input.request.object.rules
	"roles" in rule.resources
	some verb in rule.verbs
	verb in {"bind", "escalate"}
}
