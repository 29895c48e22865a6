package admit

import (
	"encoding/json"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/admission"

	"assay.dev/engines/kube/registry"
	"assay.dev/engines/manifest"
)

// resolve reads the objects and finds out what the request is about.
func (in *incoming) resolve() error {
	if err := in.readBodies(); err != nil {
		return err
	}
	main := in.body
	if main == nil {
		main = in.oldBody
	}
	decoded, kind, unreadable := decodeAny(main, in.Kind)
	if unreadable != nil && in.Resource == nil {
		return unreadable
	}
	if err := in.findResource(kind); err != nil {
		return err
	}
	if in.custom {
		return unreadable
	}
	if err := in.supported(); err != nil {
		return err
	}
	in.gvr, in.kind, in.warnings = in.resource.GVR, in.resource.Kind, append(in.warnings, in.resource.Warnings...)
	return in.decode(decoded, kind)
}

func (in *incoming) readBodies() (err error) {
	if in.body, err = bodyOf(in.Object, in.ObjectText, "object"); err != nil {
		return err
	}
	if in.oldBody, err = bodyOf(in.OldObject, in.OldObjectText, "oldObject"); err != nil {
		return err
	}
	switch admission.Operation(in.Operation) {
	case admission.Create:
		if in.body == nil {
			return refuse("a CREATE needs an `object`")
		}
		in.oldBody = nil
	case admission.Update:
		if in.body == nil {
			return refuse("an UPDATE needs an `object`")
		}
	case admission.Delete:
		if in.oldBody == nil {
			in.oldBody = in.body
		}
		if in.body = nil; in.oldBody == nil {
			return refuse("a DELETE needs an `oldObject`: what is to be deleted")
		}
	case admission.Connect:
		if in.oldBody = nil; in.body == nil {
			in.body = []byte("{}")
		}
	}
	return nil
}

// bodyOf is nil where there is no object.
func bodyOf(value json.RawMessage, text, field string) ([]byte, error) {
	if text != "" {
		body, err := manifest.JSON(text)
		if err != nil {
			return nil, refuse("`%s`: %v", field, err)
		}
		return body, nil
	}
	if len(value) == 0 || string(value) == "null" {
		return nil, nil
	}
	return value, nil
}

// decodeAny gives the object where it is of a built-in kind and faultless. Otherwise it gives the kind alone, and whoever knows the resource decodes again
// for the server's words.
func decodeAny(body []byte, given *metav1.GroupVersionKind) (runtime.Object, schema.GroupVersionKind, error) {
	var fallback schema.GroupVersionKind
	if given != nil {
		fallback = schema.GroupVersionKind(*given)
	}
	if body == nil {
		return nil, fallback, nil
	}
	if decoded, kind, err := registry.Default().Decode(body, &fallback); err == nil {
		return decoded, *kind, nil
	}
	kind, err := serializer.DefaultMetaFactory.Interpret(body)
	if err != nil {
		return nil, fallback, refuse("%v", err)
	}
	if kind.Kind == "" {
		kind.Kind = fallback.Kind
	}
	if kind.Version == "" {
		kind.Group, kind.Version = fallback.Group, fallback.Version
	}
	return nil, *kind, nil
}

// findResource sets the resource, or marks the request as one about a custom resource.
func (in *incoming) findResource(kind schema.GroupVersionKind) error {
	table := registry.Default()
	if in.Resource != nil {
		in.gvr = schema.GroupVersionResource(*in.Resource)
		in.resource = table.Find(in.gvr, in.SubResource)
	} else {
		in.resource = byKind(table, kind, in.SubResource)
	}
	if in.resource != nil {
		return nil
	}
	group := kind.Group
	if in.Resource != nil {
		group = in.gvr.Group
	}
	switch {
	case !table.OwnsGroup(group) && kind.Kind != "" && kind.Version != "":
		in.custom, in.kind = true, kind
		return nil
	case in.SubResource != "":
		return refuse("the server could not find the requested resource: `%s` of `%s` is not served, or `request.resource` must say which resource is meant",
			in.SubResource, kind.Kind)
	case kind.Kind == "":
		return refuse("Object 'Kind' is missing in '%s'", in.body)
	}
	return refuse("%v", &meta.NoKindMatchError{GroupKind: kind.GroupKind(), SearchedVersions: []string{kind.Version}})
}

// byKind is nil where no resource, or more than one, can be meant.
func byKind(table *registry.Table, kind schema.GroupVersionKind, subResource string) *registry.Resource {
	if main := table.ForKind(kind); main != nil {
		if found := table.Find(main.GVR, subResource); found != nil {
			return found
		}
	}
	if taking := table.TakingKind(kind, subResource); subResource != "" && len(taking) == 1 {
		return taking[0]
	}
	return nil
}
