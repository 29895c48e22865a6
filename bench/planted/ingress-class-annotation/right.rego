package ingress_class

class := input.request.object.spec.ingressClassName

class := input.request.object.metadata.annotations["kubernetes.io/ingress.class"]

deny contains "only the class internal is allowed" if {
	input.request.kind.kind == "Ingress"
	not class == "internal"
}
