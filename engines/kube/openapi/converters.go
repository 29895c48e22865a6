package openapi

import (
	"context"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	extensions "k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	openapinamer "k8s.io/apiserver/pkg/endpoints/openapi"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	enabled "k8s.io/apiserver/pkg/util/openapi"
	aggregator "k8s.io/kube-aggregator/pkg/apiserver/scheme"
	"k8s.io/kube-openapi/pkg/builder3"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/util"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	definitions "k8s.io/kubernetes/pkg/generated/openapi"

	"assay.dev/engines/kube/registry"
)

// Converters give the merge of apply configurations the schemas that the server publishes: of its own kinds and of custom resources. What nothing is known
// of is merged by its form alone, as the server does where a definition has no schema.
type Converters struct {
	definition func(schema.GroupKind) *apiextensionsv1.CustomResourceDefinition
	lock       sync.Mutex
	byKind     map[schema.GroupVersionKind]managedfields.TypeConverter
}

// NewConverters takes what finds the definition of a custom resource, or nil.
func NewConverters(definition func(schema.GroupKind) *apiextensionsv1.CustomResourceDefinition) *Converters {
	return &Converters{definition: definition, byKind: map[schema.GroupVersionKind]managedfields.TypeConverter{}}
}

// Run implements patch.TypeConverterManager: the schemas do not change.
func (c *Converters) Run(context.Context) {}

// GetTypeConverter implements patch.TypeConverterManager.
func (c *Converters) GetTypeConverter(kind schema.GroupVersionKind) managedfields.TypeConverter {
	if registry.Default().OwnsGroup(kind.Group) {
		return builtIn.of(kind.GroupVersion())
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if made, ok := c.byKind[kind]; ok {
		return made
	}
	c.byKind[kind] = custom(c.definition(kind.GroupKind()), kind.Version)
	return c.byKind[kind]
}

// custom does what the server's controller of the published schemas does with a definition.
func custom(crd *apiextensionsv1.CustomResourceDefinition, version string) managedfields.TypeConverter {
	if crd == nil {
		return managedfields.NewDeducedTypeConverter()
	}
	published, err := builder.BuildOpenAPIV3(crd, version, builder.Options{})
	if err != nil {
		return managedfields.NewDeducedTypeConverter()
	}
	made, err := managedfields.NewTypeConverter(published.Components.Schemas, false)
	if err != nil {
		return managedfields.NewDeducedTypeConverter()
	}
	return made
}

// converters are made once for a version of a group: making one takes milliseconds.
type converters struct {
	sync.Mutex
	byVersion map[schema.GroupVersion]managedfields.TypeConverter
}

var builtIn = &converters{byVersion: map[schema.GroupVersion]managedfields.TypeConverter{}}

// of is nil for a version that the server does not serve, and panics where the server could not start.
func (c *converters) of(version schema.GroupVersion) managedfields.TypeConverter {
	c.Lock()
	defer c.Unlock()
	if made, ok := c.byVersion[version]; ok {
		return made
	}
	names := published(version)
	if len(names) == 0 {
		return nil
	}
	models, err := builder3.BuildOpenAPIDefinitionsForResources(config(), names...)
	if err != nil {
		panic(err)
	}
	made, err := managedfields.NewTypeConverter(models, false)
	if err != nil {
		panic(err)
	}
	c.byVersion[version] = made
	return made
}

// config is the configuration of a kube-apiserver:
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controlplane/apiserver/config.go#L190-L196
var config = sync.OnceValue(func() *common.OpenAPIV3Config {
	namer := openapinamer.NewDefinitionNamer(legacyscheme.Scheme, extensions.Scheme, aggregator.Scheme)
	return genericapiserver.DefaultOpenAPIV3Config(enabled.GetOpenAPIDefinitionsWithoutDisabledFeatures(definitions.GetOpenAPIDefinitions), namer)
})

// published names what is read and written under a version; the options of a connection are parameters and have no schema.
func published(version schema.GroupVersion) []string {
	var names []string
	for _, r := range registry.Default().All() {
		if _, connects := r.Storage.(rest.Connecter); connects || r.GVR.GroupVersion() != version {
			continue
		}
		if object, err := newOf(r.Kind); err == nil {
			names = append(names, util.GetCanonicalTypeName(object))
		}
	}
	return names
}

func newOf(kind schema.GroupVersionKind) (object runtime.Object, err error) {
	for _, scheme := range []*runtime.Scheme{legacyscheme.Scheme, extensions.Scheme, aggregator.Scheme} {
		if object, err = scheme.New(kind); err == nil {
			return object, nil
		}
	}
	return nil, err
}
