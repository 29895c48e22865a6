package admit

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"

	"assay.dev/engines/kube/registry"
)

// update does what the server's handler of PUT does with a decoded object (staging/src/k8s.io/apiserver/pkg/endpoints/handlers/update.go),
// up to the call of validating admission.
func (in *incoming) update(ctx context.Context) (*Admitted, error) {
	options, err := in.updateOptions()
	if err != nil {
		return nil, err
	}
	if err := in.prepareUpdate(ctx); err != nil {
		return nil, err
	}
	ctx = in.context(ctx, "update")
	var seen, seenOld runtime.Object
	validate := func(_ context.Context, object, old runtime.Object) error {
		seen, seenOld = object, old
		return errSeen
	}
	change := &change{in: in, options: options}
	target := registry.WithStored(ctx, in.stored())
	_, _, err = in.resource.Storage.(rest.Updater).Update(target, in.name, change, rest.ValidateAllObjectFunc, validate, false, &metav1.UpdateOptions{DryRun: dryRunAll})
	if seen == nil && in.passes(err) && change.old != nil {
		seen, seenOld, err = in.object, change.old, nil
	}
	if seen == nil {
		return nil, err
	}
	return in.admitted(in.attributes(seen, seenOld, options), in.resource.Interfaces()), nil
}

// prepareUpdate gives the stored object what the server once gave it, and the new one what a client would have read.
func (in *incoming) prepareUpdate(ctx context.Context) error {
	accessor, err := meta.Accessor(in.object)
	if err != nil {
		return err
	}
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(rest.ExpectedNamespaceForResource(in.namespace, in.gvr), accessor); err != nil {
		return err
	}
	if accessor.GetName() != in.name {
		return apierrors.NewBadRequest(fmt.Sprintf("the name of the object (%s) does not match the name on the URL (%s)", accessor.GetName(), in.name))
	}
	if in.old, err = in.parentOf(in.old); err != nil {
		return err
	}
	if in.old, err = in.created(ctx, in.old, accessor.GetUID()); err != nil {
		return err
	}
	old, err := meta.Accessor(in.old)
	if err != nil {
		return err
	}
	if old.GetNamespace() == "" && in.resource.Namespaced {
		old.SetNamespace(in.namespace)
	}
	if old.GetName() != in.name || old.GetNamespace() != accessor.GetNamespace() {
		return refuse("`oldObject` is `%s/%s`, and `object` is `%s/%s`: an update is of one object", old.GetNamespace(), old.GetName(), accessor.GetNamespace(), in.name)
	}
	store(old, accessor)
	for _, object := range []runtime.Object{in.old, in.object} {
		generated(object, old.GetUID())
	}
	return nil
}

// change gives the server the new object when it asks for it, after mutating admission.
type change struct {
	in      *incoming
	options *metav1.UpdateOptions
	// old is what mutating admission saw as the old object.
	old runtime.Object
}

// Preconditions implements rest.UpdatedObjectInfo.
func (c *change) Preconditions() *metav1.Preconditions {
	return rest.DefaultUpdatedObjectInfo(c.in.object).Preconditions()
}

// UpdatedObject implements rest.UpdatedObjectInfo. The object is not copied: it is used once, and what the strategy makes of it is wanted.
func (c *change) UpdatedObject(ctx context.Context, old runtime.Object) (runtime.Object, error) {
	c.old = old
	return c.in.object, c.in.mutate(ctx, c.in.attributes(c.in.object, old, c.options))
}
