package admit

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage/names"

	"assay.dev/engines/kube/registry"
)

// create does what the server's handler of POST does with a decoded object (staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go),
// up to the call of validating admission.
func (in *incoming) create(ctx context.Context) (*Admitted, error) {
	options, err := in.createOptions()
	if err != nil {
		return nil, err
	}
	ctx = in.context(ctx, "create")
	if err := in.prepareNew(); err != nil {
		return nil, err
	}
	if err := in.mutate(ctx, in.attributes(in.object, nil, options)); err != nil {
		return nil, err
	}
	in.generateName()
	var seen runtime.Object
	err = in.post(registry.WithStored(ctx, in.stored()), func(_ context.Context, object runtime.Object) error {
		seen = object
		return errSeen
	})
	if seen == nil && in.passes(err) {
		seen, err = in.object, nil
	}
	if seen == nil {
		return nil, err
	}
	settle(seen)
	return in.admitted(in.attributes(seen, nil, options), in.resource.Interfaces()), nil
}

func (in *incoming) prepareNew() error {
	accessor, err := meta.Accessor(in.object)
	if err != nil {
		return nil // kinds without metadata go on without
	}
	preserver, ok := in.resource.Storage.(rest.SubresourceObjectMetaPreserver)
	if in.SubResource == "" || !ok || !preserver.PreserveRequestObjectMetaSystemFieldsOnSubresourceCreate() {
		rest.WipeObjectMetaSystemFields(accessor)
	}
	return rest.EnsureObjectNamespaceMatchesRequestNamespace(rest.ExpectedNamespaceForResource(in.namespace, in.gvr), accessor)
}

// generateName does before the store what the store would do: always the same name for the same request.
func (in *incoming) generateName() {
	accessor, err := meta.Accessor(in.object)
	if err != nil || accessor.GetName() != "" || accessor.GetGenerateName() == "" {
		return
	}
	repeatable()
	accessor.SetName(names.SimpleNameGenerator.GenerateName(accessor.GetGenerateName()))
	in.name = accessor.GetName()
}

func (in *incoming) post(ctx context.Context, validate rest.ValidateObjectFunc) error {
	options := &metav1.CreateOptions{DryRun: dryRunAll}
	if named, ok := in.resource.Storage.(rest.NamedCreater); ok {
		_, err := named.Create(ctx, in.name, in.object, validate, options)
		return err
	}
	_, err := in.resource.Storage.(rest.Creater).Create(ctx, in.object, validate, options)
	return err
}
