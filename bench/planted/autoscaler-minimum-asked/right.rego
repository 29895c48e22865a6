package autoscaler

deny contains "twenty replicas are enough" if {
	input.request.kind.kind == "HorizontalPodAutoscaler"
	input.request.object.spec.maxReplicas > 20
}
