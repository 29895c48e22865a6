package disruption_budget

deny contains "the budget lets nothing be evicted" if {
	input.request.kind.kind == "PodDisruptionBudget"
	input.request.object.spec.maxUnavailable in {0, "0%"}
}
