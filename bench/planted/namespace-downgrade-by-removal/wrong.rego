package no_downgrade

levels := {"privileged": 0, "baseline": 1, "restricted": 2}

label := "pod-security.kubernetes.io/enforce"

level(namespace) := object.get(levels, namespace.metadata.labels[label], 2)

deny contains "enforced Pod Security level lowered" if {
	input.request.operation == "UPDATE"
	input.request.kind.kind == "Namespace"
	not input.request.subResource
	level(input.request.object) < level(input.request.oldObject)
}
