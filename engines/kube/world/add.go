package world

import (
	"context"
	"encoding/json"
	"fmt"

	"assay.dev/engines/kube/admit"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/client-go/tools/cache"
)

// addAll puts the objects of one list of the spec into the world.
func (w *World) addAll(list string, objects []json.RawMessage) []Problem {
	var problems []Problem
	for i, object := range objects {
		if err := w.add(list, object); err != nil {
			problems = append(problems, Problem{fmt.Sprintf("`%s[%d]`: %s", list, i, err)})
		}
	}
	return problems
}

// add creates an object as a client would, and keeps what the server would store.
func (w *World) add(list string, encoded json.RawMessage) error {
	if known, ok := taken.of(encoded); ok {
		w.addCRD(known)
		return nil
	}
	request := &admit.Request{Operation: string(admission.Create), Object: encoded}
	admitted, err := admit.Admit(context.Background(), w, request, admit.Options{Validate: true})
	if err != nil {
		return err
	}
	kind := admitted.Attributes.GetKind()
	object, err := admission.ConvertToGVK(admitted.Attributes.GetObject(), kind, admitted.Interfaces)
	if err != nil {
		return err
	}
	switch typed := object.(type) {
	case *apiextensionsv1.CustomResourceDefinition:
		taken.keep(encoded, typed)
		w.addCRD(typed)
		return nil
	case *corev1.Namespace:
		typed.Labels = withName(typed.Labels, typed.Name)
		w.namespaces[typed.Name] = typed
	case *corev1.ServiceAccount:
		w.serviceAccounts[typed.Namespace+"/"+typed.Name] = typed
	}
	if err := expected(list, kind); err != nil {
		return err
	}
	return w.keep(kind, object)
}

// expected refuses what stands in the wrong list, so that nothing is silently unused.
func expected(list string, kind schema.GroupVersionKind) error {
	switch {
	case list == "crds":
		return fmt.Errorf("`%s` is no CustomResourceDefinition of apiextensions.k8s.io/v1; put it into `objects`", kind.Kind)
	case list == "namespaces" && kind.GroupKind() != corev1.SchemeGroupVersion.WithKind("Namespace").GroupKind():
		return fmt.Errorf("`%s` is no Namespace; put it into `objects`", kind.Kind)
	}
	return nil
}

func (w *World) addCRD(crd *apiextensionsv1.CustomResourceDefinition) {
	w.crdsByKind[schema.GroupKind{Group: crd.Spec.Group, Kind: crd.Spec.Names.Kind}] = crd
	w.crdsByResource[schema.GroupResource{Group: crd.Spec.Group, Resource: crd.Spec.Names.Plural}] = crd
}

// keep stores an object as an informer does: one of a built-in type without its kind.
func (w *World) keep(kind schema.GroupVersionKind, object runtime.Object) error {
	if _, custom := object.(runtime.Unstructured); !custom {
		object.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
	}
	return w.indexer(kind).Add(object)
}

func (w *World) indexer(kind schema.GroupVersionKind) cache.Indexer {
	if _, ok := w.objects[kind]; !ok {
		w.objects[kind] = cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	}
	return w.objects[kind]
}
