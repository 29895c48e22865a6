package world

import (
	"assay.dev/engines/kube/registry"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// mappingOf finds the resource of a kind that the server or a definition of the world serves.
func (w *World) mappingOf(kind schema.GroupVersionKind) (*meta.RESTMapping, error) {
	if builtIn := registry.Default().ForKind(kind); builtIn != nil {
		return &meta.RESTMapping{Resource: builtIn.GVR, GroupVersionKind: kind, Scope: scope(builtIn.Namespaced)}, nil
	}
	crd := w.crdsByKind[kind.GroupKind()]
	if crd == nil || !serves(crd, kind.Version) {
		return nil, &meta.NoKindMatchError{GroupKind: kind.GroupKind(), SearchedVersions: []string{kind.Version}}
	}
	return &meta.RESTMapping{
		Resource:         kind.GroupVersion().WithResource(crd.Spec.Names.Plural),
		GroupVersionKind: kind,
		Scope:            scope(crd.Spec.Scope == apiextensionsv1.NamespaceScoped),
	}, nil
}

func serves(crd *apiextensionsv1.CustomResourceDefinition, version string) bool {
	for i := range crd.Spec.Versions {
		if crd.Spec.Versions[i].Name == version {
			return crd.Spec.Versions[i].Served
		}
	}
	return false
}

func scope(namespaced bool) meta.RESTScope {
	if namespaced {
		return meta.RESTScopeNamespace
	}
	return meta.RESTScopeRoot
}
