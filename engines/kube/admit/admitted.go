package admit

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiserver/pkg/admission"
)

// Admitted is a request as validating admission sees it: decoded, defaulted, prepared and validated.
type Admitted struct {
	// Attributes hold the object in the internal version (unstructured for a custom resource).
	Attributes admission.Attributes
	Interfaces admission.ObjectInterfaces
	// Warnings are the server's own: deprecated APIs, strategies, custom resources.
	Warnings []string
	// Namespace is that of the request; nil for a cluster-scoped one. One that the cluster does not hold has only its name label.
	Namespace *corev1.Namespace
}
