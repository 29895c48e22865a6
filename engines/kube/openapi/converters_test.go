package openapi

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"

	"assay.dev/engines/kube/registry"
)

func TestEveryKindThatIsCreatedHasASchemaToMergeBy(t *testing.T) {
	converters := NewConverters(nil)
	for _, r := range registry.Default().All() {
		if _, creates := r.Storage.(rest.Creater); !creates || r.SubResource != "" {
			continue
		}
		object := &unstructured.Unstructured{Object: map[string]any{}}
		object.SetGroupVersionKind(r.Kind)
		converter := converters.GetTypeConverter(r.Kind)
		if converter == nil {
			t.Errorf("%v has none", r.Kind)
			continue
		}
		if _, err := converter.ObjectToTyped(object); err != nil {
			t.Errorf("%v: %v", r.Kind, err)
		}
	}
	if converters.GetTypeConverter(schema.GroupVersionKind{Group: "apps", Version: "v7", Kind: "Deployment"}) != nil {
		t.Error("a version that is not served has a schema")
	}
}
