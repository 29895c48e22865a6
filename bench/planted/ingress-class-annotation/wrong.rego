package ingress_class

deny contains "only the class internal is allowed" if {
	input.request.kind.kind == "Ingress"
	not input.request.object.spec.ingressClassName == "internal"
}
