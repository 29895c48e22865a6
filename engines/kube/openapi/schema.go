// Package openapi exports the form of the API server's objects from its own OpenAPI definitions.
package openapi

import (
	"cmp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	definitions "k8s.io/kubernetes/pkg/generated/openapi"

	"assay.dev/engines/kube/registry"
)

// Schema is what docs/wire.md says of the op `schema`.
type Schema struct {
	Kinds       []Kind           `json:"kinds"`
	Definitions map[string]*Node `json:"definitions"`
}

// Kind is one kind that can be created, and where.
type Kind struct {
	Group        string   `json:"group"`
	Version      string   `json:"version"`
	Kind         string   `json:"kind"`
	Resource     string   `json:"resource"`
	Namespaced   bool     `json:"namespaced"`
	SubResources []string `json:"subResources"`
	Definition   string   `json:"definition"`
}

// Node is the form of a value.
type Node struct {
	Type                 string           `json:"type,omitempty"`
	Format               string           `json:"format,omitempty"`
	Ref                  string           `json:"ref,omitempty"`
	Properties           map[string]*Node `json:"properties,omitempty"`
	Required             []string         `json:"required,omitempty"`
	Items                *Node            `json:"items,omitempty"`
	AdditionalProperties *Node            `json:"additionalProperties,omitempty"`
	Enum                 []string         `json:"enum,omitempty"`
	ListMapKeys          []string         `json:"listMapKeys,omitempty"`
	ListType             string           `json:"listType,omitempty"`
}

// Export gives the kinds that are asked for, or all that can be created, with every definition that they need.
func Export(wanted []schema.GroupVersionKind) *Schema {
	known := definitions.GetOpenAPIDefinitions(func(name string) spec.Ref { return spec.MustCreateRef(refPrefix + name) })
	result := &Schema{Kinds: []Kind{}, Definitions: map[string]*Node{}}
	for _, kind := range creatable() {
		gvk := schema.GroupVersionKind{Group: kind.Group, Version: kind.Version, Kind: kind.Kind}
		if _, ok := known[kind.Definition]; ok && (len(wanted) == 0 || slices.Contains(wanted, gvk)) {
			result.Kinds = append(result.Kinds, kind)
			result.add(kind.Definition, known)
		}
	}
	return result
}

// creatable are the kinds that the server's stores create, by group, version and kind.
func creatable() []Kind {
	byPath := map[schema.GroupVersionResource]*Kind{}
	all := registry.Default().All()
	for _, r := range all {
		if _, ok := r.Storage.(rest.Creater); ok && r.SubResource == "" {
			byPath[r.GVR] = &Kind{r.Kind.Group, r.Kind.Version, r.Kind.Kind, r.GVR.Resource, r.Namespaced, []string{}, nameOf(r.Kind)}
		}
	}
	for _, r := range all {
		_, updates := r.Storage.(rest.Updater)
		if kind := byPath[r.GVR]; kind != nil && r.SubResource != "" && updates {
			kind.SubResources = append(kind.SubResources, r.SubResource)
		}
	}
	kinds := []Kind{}
	for _, kind := range byPath {
		slices.Sort(kind.SubResources)
		kinds = append(kinds, *kind)
	}
	slices.SortFunc(kinds, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Kind, b.Kind))
	})
	return kinds
}

// nameOf is the name under which the definitions have a kind; empty for one that they do not have.
func nameOf(kind schema.GroupVersionKind) string {
	object, err := legacyscheme.Scheme.New(kind)
	if err != nil {
		return ""
	}
	return modelName(object)
}

func modelName(object runtime.Object) string {
	if named, ok := object.(interface{ OpenAPIModelName() string }); ok {
		return named.OpenAPIModelName()
	}
	return ""
}

const refPrefix = "#/definitions/"

func (s *Schema) add(name string, known map[string]common.OpenAPIDefinition) {
	if _, done := s.Definitions[name]; done {
		return
	}
	definition, ok := known[name]
	if !ok {
		s.Definitions[name] = &Node{}
		return
	}
	node := &Node{}
	s.Definitions[name] = node
	*node = *s.node(&definition.Schema, known)
	if format, ok := formats[name]; ok {
		*node = Node{Type: node.Type, Format: format}
	}
}

// formats are those of types that are written as one scalar, or as anything.
var formats = map[string]string{
	"io.k8s.apimachinery.pkg.api.resource.Quantity":   "quantity",
	"io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
	"io.k8s.apimachinery.pkg.runtime.RawExtension":    "raw-extension",
	"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1":   "fields-v1",
	"io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime":  "date-time",
	"io.k8s.apimachinery.pkg.apis.meta.v1.Time":       "date-time",
	"io.k8s.apimachinery.pkg.apis.meta.v1.Duration":   "duration",
}

func (s *Schema) node(from *spec.Schema, known map[string]common.OpenAPIDefinition) *Node {
	if name, ok := strings.CutPrefix(from.Ref.String(), refPrefix); ok {
		s.add(name, known)
		return &Node{Ref: name}
	}
	// The generated definitions wrap a ref that has a default.
	if len(from.AllOf) == 1 {
		return s.node(&from.AllOf[0], known)
	}
	node := &Node{Format: from.Format, Required: from.Required, Enum: enumOf(from)}
	if len(from.Type) > 0 {
		node.Type = from.Type[0]
	}
	node.ListType, _ = from.Extensions.GetString("x-kubernetes-list-type")
	node.ListMapKeys, _ = from.Extensions.GetStringSlice("x-kubernetes-list-map-keys")
	for name, property := range from.Properties {
		if node.Properties == nil {
			node.Properties = map[string]*Node{}
		}
		node.Properties[name] = s.node(&property, known)
	}
	if from.Items != nil && from.Items.Schema != nil {
		node.Items = s.node(from.Items.Schema, known)
	}
	if from.AdditionalProperties != nil && from.AdditionalProperties.Schema != nil {
		node.AdditionalProperties = s.node(from.AdditionalProperties.Schema, known)
	}
	return node
}

func enumOf(from *spec.Schema) []string {
	var values []string
	for _, value := range from.Enum {
		if text, ok := value.(string); ok {
			values = append(values, text)
		}
	}
	return values
}
