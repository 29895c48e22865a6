package world

import (
	"assay.dev/engines/kube/registry"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// mappingOf finds the resource of a kind: a built-in one, one that a definition of the world serves, or one of which the world holds objects,
// which could not be there without a definition.
func (w *World) mappingOf(kind schema.GroupVersionKind) (*meta.RESTMapping, error) {
	if builtIn := registry.Default().ForKind(kind); builtIn != nil {
		return mapping(kind, builtIn.GVR, builtIn.Namespaced), nil
	}
	crd := w.crdsByKind[kind.GroupKind()]
	if crd != nil && serves(crd, kind.Version) {
		return mapping(kind, kind.GroupVersion().WithResource(crd.Spec.Names.Plural), crd.Spec.Scope == apiextensionsv1.NamespaceScoped), nil
	}
	if held := w.indexer(kind).List(); crd == nil && len(held) > 0 {
		guessed, _ := meta.UnsafeGuessKindToResource(kind)
		return mapping(kind, guessed, namespaced(held[0])), nil
	}
	return nil, &meta.NoKindMatchError{GroupKind: kind.GroupKind(), SearchedVersions: []string{kind.Version}}
}

func mapping(kind schema.GroupVersionKind, resource schema.GroupVersionResource, namespaced bool) *meta.RESTMapping {
	scope := meta.RESTScope(meta.RESTScopeRoot)
	if namespaced {
		scope = meta.RESTScopeNamespace
	}
	return &meta.RESTMapping{Resource: resource, GroupVersionKind: kind, Scope: scope}
}

// namespaced says whether a stored object is in a namespace.
func namespaced(object any) bool {
	metadata, err := meta.Accessor(object)
	return err == nil && metadata.GetNamespace() != ""
}

func serves(crd *apiextensionsv1.CustomResourceDefinition, version string) bool {
	for i := range crd.Spec.Versions {
		if crd.Spec.Versions[i].Name == version {
			return crd.Spec.Versions[i].Served
		}
	}
	return false
}
