package world

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/cache"
)

// sortedLister lists by namespace and name, where the store's order is random: the same case must give the same first message.
type sortedLister struct{ cache.GenericLister }

// List implements cache.GenericLister.
func (l sortedLister) List(selector labels.Selector) ([]runtime.Object, error) {
	return sorted(l.GenericLister.List(selector))
}

// ByNamespace implements cache.GenericLister.
func (l sortedLister) ByNamespace(namespace string) cache.GenericNamespaceLister {
	return sortedNamespaceLister{l.GenericLister.ByNamespace(namespace)}
}

type sortedNamespaceLister struct{ cache.GenericNamespaceLister }

// List implements cache.GenericNamespaceLister.
func (l sortedNamespaceLister) List(selector labels.Selector) ([]runtime.Object, error) {
	return sorted(l.GenericNamespaceLister.List(selector))
}

func sorted(objects []runtime.Object, err error) ([]runtime.Object, error) {
	slices.SortFunc(objects, func(a, b runtime.Object) int { return strings.Compare(keyOf(a), keyOf(b)) })
	return objects, err
}

// keyOf is never empty in a store, which refuses what has no metadata.
func keyOf(object runtime.Object) string {
	metadata, err := meta.Accessor(object)
	if err != nil {
		return ""
	}
	return metadata.GetNamespace() + "/" + metadata.GetName()
}
