package admit

import (
	"context"
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apihelpers"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"

	"assay.dev/engines/kube/custom"
	"assay.dev/engines/kube/registry"
)

// admitCustom takes in what no built-in resource is: by its definition, or, where none is held, as it is.
func (in *incoming) admitCustom(ctx context.Context) (*Admitted, error) {
	object, old, err := in.unstructured()
	if err != nil {
		return nil, err
	}
	main := object
	if main == nil {
		main = old
	}
	crd := in.definition()
	in.locateCustom(crd, main)
	switch {
	case crd == nil:
		return in.passThrough(ctx, object, old)
	case !apihelpers.HasServedCRDVersion(crd, in.gvr.Version):
		return nil, refuse("%v", &meta.NoKindMatchError{GroupKind: in.kind.GroupKind(), SearchedVersions: []string{in.gvr.Version}})
	}
	return in.admitDefined(ctx, crd, old)
}

func (in *incoming) definition() *apiextensionsv1.CustomResourceDefinition {
	if in.Resource != nil {
		return in.surroundings.CRDForResource(in.gvr.GroupResource())
	}
	return in.surroundings.CRDForKind(in.kind.GroupKind())
}

// locateCustom completes resource, name and namespace. Whether a kind without a definition is namespaced is known from the namespace alone.
func (in *incoming) locateCustom(crd *apiextensionsv1.CustomResourceDefinition, main *unstructured.Unstructured) {
	if in.Resource == nil {
		in.gvr, _ = meta.UnsafeGuessKindToResource(in.kind)
		if crd != nil {
			in.gvr.Resource = crd.Spec.Names.Plural
		}
	}
	in.name = in.Name
	if in.name == "" || admission.Operation(in.Operation) == admission.Create {
		in.name = main.GetName()
	}
	in.namespace = first(in.Namespace, main.GetNamespace())
	switch {
	case crd != nil && crd.Spec.Scope == apiextensionsv1.ClusterScoped:
		in.namespace = ""
	case crd != nil:
		in.namespace = first(in.namespace, metav1.NamespaceDefault)
	}
}

// admitDefined asks the server's handler of the definition.
func (in *incoming) admitDefined(ctx context.Context, crd *apiextensionsv1.CustomResourceDefinition, old *unstructured.Unstructured) (*Admitted, error) {
	options, err := in.customOptions()
	if err != nil {
		return nil, err
	}
	if old != nil {
		if old, err = in.storedCustom(ctx, crd, old); err != nil {
			return nil, err
		}
	}
	if admission.Operation(in.Operation) == admission.Delete {
		return in.admitted(in.attributes(nil, old, options), in.oldInterfaces), nil
	}
	seen, err := in.send(ctx, crd, old)
	if err != nil && (seen == nil || seen.Attributes == nil || !in.passes(err)) {
		return nil, err
	}
	in.gvr, in.kind, in.name = seen.Attributes.GetResource(), seen.Attributes.GetKind(), seen.Attributes.GetName()
	object, before := seen.Attributes.GetObject(), seen.Attributes.GetOldObject()
	withoutManagers(object)
	withoutManagers(before)
	if before == nil {
		settle(object)
	}
	return in.admitted(in.attributes(object, before, options), seen.Interfaces), nil
}

// send puts the new object to the handler, as a POST or as a PUT over the old one.
func (in *incoming) send(ctx context.Context, crd *apiextensionsv1.CustomResourceDefinition, old *unstructured.Unstructured) (*custom.Seen, error) {
	ctx = custom.WithMutation(ctx, in.mutateWith)
	if old == nil {
		return custom.Take(in.context(ctx, "create"), crd, in.body, custom.Refuse)
	}
	body, err := updateBody(in.body, old)
	if err != nil {
		return nil, err
	}
	stored := registry.Stored{Object: old}
	return custom.Take(registry.WithStored(in.context(ctx, "update"), stored), crd, body, custom.Refuse)
}

// storedCustom is the old object as the cluster would hold it: pruned and defaulted by the definition.
func (in *incoming) storedCustom(ctx context.Context, crd *apiextensionsv1.CustomResourceDefinition, old *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	request := *in.Request
	request.Operation, request.SubResource = string(admission.Create), ""
	asCreated := *in
	asCreated.Request, asCreated.kind, asCreated.warnings = &request, old.GroupVersionKind(), nil
	text, err := old.MarshalJSON()
	if err != nil {
		return nil, err
	}
	seen, err := custom.Take(asCreated.context(ctx, "create"), crd, text, custom.Prune)
	if seen == nil || seen.Attributes == nil {
		return nil, err
	}
	if admission.Operation(in.Operation) == admission.Delete && isDeprecated(crd, in.gvr.Version) && len(asCreated.warnings) > 0 {
		in.warnings.AddWarning("", asCreated.warnings[0]) // the server warns of the version before anything else
	}
	in.oldInterfaces, in.kind = seen.Interfaces, in.kindOf(seen.Attributes.GetKind())
	stored, ok := seen.Attributes.GetObject().(*unstructured.Unstructured)
	if !ok {
		return old, nil
	}
	keepSystemFields(stored, old)
	stored.SetNamespace(in.namespace)
	store(stored, nil)
	return stored, nil
}

func isDeprecated(crd *apiextensionsv1.CustomResourceDefinition, version string) bool {
	return slices.ContainsFunc(crd.Spec.Versions, func(v apiextensionsv1.CustomResourceDefinitionVersion) bool {
		return v.Name == version && v.Deprecated
	})
}

// kindOf is the kind of the path: that of the stored object, but for a Scale.
func (in *incoming) kindOf(stored schema.GroupVersionKind) schema.GroupVersionKind {
	if in.SubResource == "scale" {
		return in.kind
	}
	return stored
}
