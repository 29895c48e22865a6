package admit

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apiserver/pkg/registry/rest"
)

// delete gives admission what is to be deleted as the old object, and no new one.
func (in *incoming) delete(ctx context.Context) (*Admitted, error) {
	options, err := in.deleteOptions()
	if err != nil {
		return nil, err
	}
	if in.old, err = in.created(ctx, in.old, ""); err != nil {
		return nil, err
	}
	old, err := meta.Accessor(in.old)
	if err != nil {
		return nil, err
	}
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(rest.ExpectedNamespaceForResource(in.namespace, in.gvr), old); err != nil {
		return nil, err
	}
	store(old, nil)
	attributes := in.attributes(nil, in.old, options)
	return in.admitted(attributes, in.resource.Interfaces()), in.mutate(in.context(ctx, "delete"), attributes)
}
