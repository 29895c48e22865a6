package world

import (
	"context"
	"errors"
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	listersv1 "k8s.io/client-go/listers/core/v1"
)

// Namespaces knows every name: a namespace that the world does not hold is there without labels but its name.
func (w *World) Namespaces() listersv1.NamespaceLister { return namespaceLister{w} }

// GetNamespace implements the NamespaceGetter of PodSecurity.
func (w *World) GetNamespace(_ context.Context, name string) (*corev1.Namespace, error) {
	return w.Namespaces().Get(name)
}

type namespaceLister struct{ world *World }

// List implements listersv1.NamespaceLister over the namespaces that the world holds.
func (l namespaceLister) List(selector labels.Selector) ([]*corev1.Namespace, error) {
	var result []*corev1.Namespace
	for _, namespace := range l.world.namespaces {
		if selector.Matches(labels.Set(namespace.Labels)) {
			result = append(result, namespace)
		}
	}
	return result, nil
}

// Get implements listersv1.NamespaceLister. Its error is never NotFound, on which callers would ask a client.
func (l namespaceLister) Get(name string) (*corev1.Namespace, error) {
	if name == "" {
		return nil, errors.New("resource name may not be empty")
	}
	if held := l.world.namespaces[name]; held != nil {
		return held, nil
	}
	return bare(name), nil
}

// bare is a namespace as the server makes it from nothing but a name.
func bare(name string) *corev1.Namespace {
	return &corev1.Namespace{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: withName(nil, name)},
		Spec:       corev1.NamespaceSpec{Finalizers: []corev1.FinalizerName{corev1.FinalizerKubernetes}},
		Status:     corev1.NamespaceStatus{Phase: corev1.NamespaceActive},
	}
}

// withName adds the label that the server gives every namespace.
func withName(given map[string]string, name string) map[string]string {
	result := map[string]string{corev1.LabelMetadataName: name}
	maps.Copy(result, given)
	result[corev1.LabelMetadataName] = name
	return result
}
