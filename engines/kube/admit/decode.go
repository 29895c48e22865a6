package admit

import (
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"

	"assay.dev/engines/kube/registry"
)

// decode fills in the objects of a built-in resource, its name and its namespace. `main` is what is decoded already, or nil.
func (in *incoming) decode(main runtime.Object, kind schema.GroupVersionKind) (err error) {
	if main != nil && kind.Kind != in.resource.Kind.Kind {
		main = nil // the resource was given, and the object may not be its: the decoder of the resource says so
	}
	if in.body != nil {
		if in.object, err = in.decodeOne(in.resource, in.body, main, kind); err != nil {
			return err
		}
		main = nil
	}
	if err := in.decodeOld(main, kind); err != nil {
		return err
	}
	return in.locate()
}

func (in *incoming) decodeOne(resource *registry.Resource, body []byte, decoded runtime.Object, kind schema.GroupVersionKind) (runtime.Object, error) {
	if decoded == nil {
		var err error
		if decoded, kind, err = resource.Decode(body); err != nil {
			return nil, err
		}
	}
	if !resource.Accepts(kind.GroupVersion()) {
		return nil, apierrors.NewBadRequest(fmt.Sprintf("the API version in the data (%s) does not match the expected API version (%v)",
			kind.GroupVersion(), resource.Kind.GroupVersion()))
	}
	return decoded, nil
}

// decodeOld reads what the cluster holds: an object of the main resource, whatever the subresource takes.
func (in *incoming) decodeOld(decoded runtime.Object, kind schema.GroupVersionKind) (err error) {
	switch {
	case in.oldBody == nil && admission.Operation(in.Operation) == admission.Update:
		in.old = in.object.DeepCopyObject()
		return nil
	case in.oldBody == nil:
		return nil
	case decoded != nil:
		in.old, err = in.decodeOne(in.resource, in.oldBody, decoded, kind)
		return err
	}
	decoded, kind, err = decodeAny(in.oldBody, in.Kind)
	if err != nil {
		return err
	}
	stored := in.resource
	if parent := registry.Default().Find(in.gvr, ""); parent != nil && parent.Kind.Kind == kind.Kind {
		stored = parent
	} else if kind.Kind != stored.Kind.Kind {
		decoded = nil
	}
	in.old, err = in.decodeOne(stored, in.oldBody, decoded, kind)
	return err
}

// locate finds the name and the namespace of the request, as kubectl puts them into the URL, and those of the objects must agree with it.
func (in *incoming) locate() error {
	main := in.object
	if main == nil {
		main = in.old
	}
	in.name = in.Name
	namespace := in.Namespace
	if accessor, err := meta.Accessor(main); err == nil {
		if in.name == "" || admission.Operation(in.Operation) == admission.Create && in.SubResource == "" {
			in.name = accessor.GetName()
		}
		if namespace == "" {
			namespace = accessor.GetNamespace()
		}
	}
	in.namespace = in.scoped(namespace)
	return nil
}

func (in *incoming) scoped(namespace string) string {
	switch {
	case isNamespaces(in.gvr):
		return in.name
	case !in.resource.Namespaced:
		return ""
	case namespace == "":
		return metav1.NamespaceDefault
	}
	return namespace
}
