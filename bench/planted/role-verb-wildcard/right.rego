package verbs

forbidden := {"bind", "escalate", "impersonate", "*"}

deny contains sprintf("the verb %q is not allowed", [verb]) if {
	input.request.kind.kind in {"Role", "ClusterRole"}
	some rule in input.request.object.rules
	some verb in rule.verbs
	verb in forbidden
}
