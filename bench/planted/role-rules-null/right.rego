package verbs

deny contains "the verb * is not allowed" if {
	input.request.kind.kind in {"Role", "ClusterRole"}
	some rule in input.request.object.rules
	"*" in rule.verbs
}
