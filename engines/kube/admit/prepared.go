package admit

import (
	"context"
	"reflect"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/registry/core/namespace"

	"assay.dev/engines/kube/registry"
)

// created gives an existing object that is written as a client writes one, without uid, what the server made of it when it was created: a
// generation, a first status, finalizers. What is written stays. The uid is the one that the new object names, if any.
func (in *incoming) created(ctx context.Context, old runtime.Object, uid types.UID) (runtime.Object, error) {
	parent := registry.Default().Find(in.gvr, "")
	written, err := meta.Accessor(old)
	if parent == nil || err != nil || written.GetUID() != "" {
		return old, nil
	}
	strategy := createStrategy(parent)
	if strategy == nil {
		return old, nil
	}
	prepared := old.DeepCopyObject()
	accessor, _ := meta.Accessor(prepared) // as that of the original
	accessor.SetUID(first(uid, UID))
	strategy.PrepareForCreate(in.context(ctx, "create"), prepared)
	settleStatus(prepared)
	if generation := written.GetGeneration(); generation != 0 {
		accessor.SetGeneration(generation)
	}
	keepWritten(reflect.ValueOf(prepared).Elem(), reflect.ValueOf(old).Elem())
	return parent.Read(prepared)
}

// createStrategy is nil where a resource has none that is to be had: those of RBAC, whose strategies leave new objects as they are, and what is never stored.
func createStrategy(resource *registry.Resource) rest.RESTCreateStrategy {
	if isNamespaces(resource.GVR) {
		return namespace.Strategy
	}
	if store, ok := resource.Storage.(interface {
		GetCreateStrategy() rest.RESTCreateStrategy
	}); ok {
		return store.GetCreateStrategy()
	}
	return nil
}

// keepWritten brings back what the preparation of a new object replaces, such as a status, or drops, such as ephemeral containers.
func keepWritten(prepared, written reflect.Value) {
	if status := written.FieldByName("Status"); status.IsValid() && !status.IsZero() {
		prepared.FieldByName("Status").Set(status)
	}
	keepDropped(prepared, written)
	if spec := written.FieldByName("Spec"); spec.IsValid() && spec.Kind() == reflect.Struct {
		keepDropped(prepared.FieldByName("Spec"), spec)
	}
}

func keepDropped(prepared, written reflect.Value) {
	for i := range written.NumField() {
		if prepared.Field(i).IsZero() {
			prepared.Field(i).Set(written.Field(i))
		}
	}
}
