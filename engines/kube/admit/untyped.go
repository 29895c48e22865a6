package admit

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/admission"
	kjson "sigs.k8s.io/json"
)

// unstructured reads the objects without a schema.
func (in *incoming) unstructured() (object, old *unstructured.Unstructured, err error) {
	if object, err = in.untyped(in.body); err != nil {
		return nil, nil, err
	}
	if in.oldBody == nil && admission.Operation(in.Operation) == admission.Update {
		return object, object.DeepCopy(), nil
	}
	old, err = in.untyped(in.oldBody)
	return object, old, err
}

func (in *incoming) untyped(body []byte) (*unstructured.Unstructured, error) {
	if body == nil {
		return nil, nil
	}
	content := map[string]any{}
	strict, err := kjson.UnmarshalStrict(body, &content)
	if err != nil {
		return nil, refuse("%v", err)
	}
	if len(strict) > 0 {
		return nil, refuse("%s in version %q cannot be handled as a %s: %v", in.kind.Kind, in.kind.Version, in.kind.Kind, runtime.NewStrictDecodingError(strict))
	}
	object := &unstructured.Unstructured{Object: content}
	if object.GetKind() == "" {
		object.SetGroupVersionKind(in.kind)
	}
	return object, nil
}

// passThrough gives admission a custom resource that nothing is known of. Objects without metadata, which no API server would take, stay as they are.
func (in *incoming) passThrough(ctx context.Context, object, old *unstructured.Unstructured) (*Admitted, error) {
	options, err := in.customOptions()
	if err != nil {
		return nil, err
	}
	if old != nil && old.Object["metadata"] != nil {
		old.SetNamespace(in.namespace)
		if object != nil {
			store(old, object)
		} else {
			store(old, nil)
		}
	}
	attributes := in.attributes(nil, orNil(old), options)
	if object != nil {
		if object.Object["metadata"] != nil {
			object.SetNamespace(in.namespace)
			in.fill(object, old)
		}
		attributes = in.attributes(object, orNil(old), options)
	}
	interfaces := admission.NewObjectInterfacesFromScheme(runtime.NewScheme())
	if err := in.mutateWith(in.context(ctx, verbs[in.Operation]), attributes, interfaces); err != nil {
		return nil, err
	}
	return in.admitted(attributes, interfaces), nil
}

func (in *incoming) fill(object, old *unstructured.Unstructured) {
	if old == nil {
		object.SetUID(UID)
		object.SetCreationTimestamp(Created)
		return
	}
	object.SetUID(first(object.GetUID(), old.GetUID()))
	object.SetCreationTimestamp(old.GetCreationTimestamp())
}

// orNil keeps a nil pointer from becoming an object that is not nil.
func orNil(object *unstructured.Unstructured) runtime.Object {
	if object == nil {
		return nil
	}
	return object
}

func (in *incoming) customOptions() (runtime.Object, error) {
	switch admission.Operation(in.Operation) {
	case admission.Create:
		return in.createOptions()
	case admission.Update:
		return in.updateOptions()
	case admission.Delete:
		return in.deleteOptions()
	}
	return nil, refuse("`%s` is no operation on a custom resource: CREATE, UPDATE and DELETE are", in.Operation)
}

// updateBody is the new object as a client sends it that has read the old one.
func updateBody(body []byte, old *unstructured.Unstructured) ([]byte, error) {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(body, &object.Object); err != nil {
		return nil, refuse("%v", err)
	}
	if object.GetResourceVersion() != "" {
		old.SetResourceVersion(object.GetResourceVersion())
		return body, nil
	}
	object.SetResourceVersion(old.GetResourceVersion())
	return object.MarshalJSON()
}

// keepSystemFields brings back what the server wipes from an object that is created.
func keepSystemFields(stored, given *unstructured.Unstructured) {
	stored.SetUID(types.UID(given.GetUID()))
	stored.SetCreationTimestamp(given.GetCreationTimestamp())
	stored.SetDeletionTimestamp(given.GetDeletionTimestamp())
	stored.SetResourceVersion(given.GetResourceVersion())
	stored.SetManagedFields(given.GetManagedFields())
}

// withoutManagers drops the managed fields that the handler adds: they hold the time, and the other resources have none here.
func withoutManagers(object runtime.Object) {
	if object == nil {
		return
	}
	if accessor, err := meta.Accessor(object); err == nil {
		accessor.SetManagedFields(nil)
	}
}
