package exec

deny contains "pods/exec is not allowed" if {
	input.request.kind.kind in {"Role", "ClusterRole"}
	some rule in input.request.object.rules
	some resource in rule.resources
	resource in {"pods/exec", "pods/*", "*/exec", "*"}
}
