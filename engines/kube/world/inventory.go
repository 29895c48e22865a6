package world

import (
	"maps"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Inventory is what the world holds, as it is stored, laid out as Gatekeeper lays out `data.inventory`:
// `cluster[apiVersion][kind][name]` and `namespace[namespace][apiVersion][kind][name]`.
func (w *World) Inventory() (map[string]any, error) {
	inventory := map[string]any{}
	for kind, stored := range w.objects {
		for _, each := range stored.List() {
			object := each.(runtime.Object)
			found, err := meta.Accessor(object)
			if err != nil {
				return nil, err
			}
			content, err := contentOf(object, kind)
			if err != nil {
				return nil, err
			}
			path := []string{"cluster", kind.GroupVersion().String(), kind.Kind, found.GetName()}
			if namespace := found.GetNamespace(); namespace != "" {
				path = append([]string{"namespace", namespace}, path[1:]...)
			}
			if err := unstructured.SetNestedMap(inventory, content, path...); err != nil {
				return nil, err
			}
		}
	}
	return inventory, nil
}

// contentOf is an object with its kind, which a stored object of a built-in type lacks.
func contentOf(object runtime.Object, kind schema.GroupVersionKind) (map[string]any, error) {
	converted, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return nil, err
	}
	content := maps.Clone(converted)
	content["apiVersion"], content["kind"] = kind.GroupVersion().String(), kind.Kind
	return content, nil
}
