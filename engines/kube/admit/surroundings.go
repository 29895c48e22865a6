package admit

import (
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Surroundings are what the server looks up in the cluster while it takes in a request.
type Surroundings interface {
	// Namespace is nil where the cluster does not hold it.
	Namespace(name string) *corev1.Namespace
	// ServiceAccount is nil where the cluster does not hold it.
	ServiceAccount(namespace, name string) *corev1.ServiceAccount
	// CRDForKind is nil where no definition with that group and kind is held. The answer must be the same pointer
	// every time: what is compiled from a definition is kept by it.
	CRDForKind(kind schema.GroupKind) *apiextensionsv1.CustomResourceDefinition
	// CRDForResource is the same by plural name.
	CRDForResource(resource schema.GroupResource) *apiextensionsv1.CustomResourceDefinition
}
