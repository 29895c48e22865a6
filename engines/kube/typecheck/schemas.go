package typecheck

import (
	"encoding/json"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	extensions "k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
	"k8s.io/client-go/discovery"
	clientopenapi "k8s.io/client-go/openapi"
	aggregator "k8s.io/kube-aggregator/pkg/apiserver/scheme"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	definitions "k8s.io/kubernetes/pkg/generated/openapi"
)

// builtIn resolves the server's own kinds, as the server's controller of the status has it:
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/cmd/kube-controller-manager/app/validatingadmissionpolicystatus.go#L46-L47
var builtIn = sync.OnceValue(func() *resolver.DefinitionsSchemaResolver {
	return resolver.NewDefinitionsSchemaResolver(definitions.GetOpenAPIDefinitions, legacyscheme.Scheme, extensions.Scheme, aggregator.Scheme)
})

// schemasWith resolves custom resources too: from what the server would publish of their definitions.
func schemasWith(crds []*apiextensionsv1.CustomResourceDefinition) resolver.SchemaResolver {
	return builtIn().Combine(&resolver.ClientDiscoveryResolver{Discovery: &published{paths: publishedPaths(crds)}})
}

// published is the server's discovery, of which the resolver asks the schemas alone.
type published struct {
	discovery.DiscoveryInterface
	clientopenapi.Client
	paths map[string]clientopenapi.GroupVersion
}

// OpenAPIV3 implements discovery.OpenAPIV3SchemaInterface.
func (p *published) OpenAPIV3() clientopenapi.Client { return p }

// Paths implements openapi.Client.
func (p *published) Paths() (map[string]clientopenapi.GroupVersion, error) { return p.paths, nil }

// document is what the server publishes of one version of a group.
type document struct {
	clientopenapi.GroupVersion
	Components struct {
		Schemas map[string]json.RawMessage `json:"schemas"`
	} `json:"components"`
}

// Schema implements openapi.GroupVersion.
func (d *document) Schema(string) ([]byte, error) {
	return json.Marshal(map[string]any{"components": d.Components})
}

// publishedPaths does what the server's controller of the published schemas does with each definition.
func publishedPaths(crds []*apiextensionsv1.CustomResourceDefinition) map[string]clientopenapi.GroupVersion {
	paths := map[string]clientopenapi.GroupVersion{}
	for _, crd := range crds {
		for i := range crd.Spec.Versions {
			version := crd.Spec.Versions[i].Name
			made, err := builder.BuildOpenAPIV3(crd, version, builder.Options{})
			if err != nil {
				continue
			}
			path := "apis/" + crd.Spec.Group + "/" + version
			kept, _ := paths[path].(*document)
			if kept == nil {
				kept = &document{}
				kept.Components.Schemas = map[string]json.RawMessage{}
				paths[path] = kept
			}
			for name, schema := range made.Components.Schemas {
				if text, err := json.Marshal(schema); err == nil {
					kept.Components.Schemas[name] = text
				}
			}
		}
	}
	return paths
}
