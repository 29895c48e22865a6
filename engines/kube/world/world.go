// Package world holds what surrounds a request: namespaces, other objects, definitions of custom resources, authorization and settings.
package world

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/client-go/tools/cache"
)

// Spec is the body of the op `world` of docs/wire.md, without its name.
type Spec struct {
	Namespaces []json.RawMessage `json:"namespaces"`
	Objects    []json.RawMessage `json:"objects"`
	CRDs       []json.RawMessage `json:"crds"`
	Rules      []Rule            `json:"rules"`
	Params     map[string]any    `json:"params"`
}

// Problem is something in a [Spec] that the server would refuse. It is left out of the world.
type Problem struct {
	Message string `json:"message"`
}

// World answers every look-up of admission from memory. It does not change once it is made.
type World struct {
	namespaces      map[string]*corev1.Namespace
	serviceAccounts map[string]*corev1.ServiceAccount
	crdsByKind      map[schema.GroupKind]*apiextensionsv1.CustomResourceDefinition
	crdsByResource  map[schema.GroupResource]*apiextensionsv1.CustomResourceDefinition
	objects         map[schema.GroupVersionKind]cache.Indexer
	authorizer      authorizer.Authorizer
	params          map[string]any
}

// Empty is a world that holds nothing and allows nothing.
func Empty() *World {
	world, _ := New(&Spec{})
	return world
}

// New makes a world. Objects go through the server's decoding, defaulting and validation; what it refuses is a problem in its words.
func New(spec *Spec) (*World, []Problem) {
	w := &World{
		namespaces:      map[string]*corev1.Namespace{},
		serviceAccounts: map[string]*corev1.ServiceAccount{},
		crdsByKind:      map[schema.GroupKind]*apiextensionsv1.CustomResourceDefinition{},
		crdsByResource:  map[schema.GroupResource]*apiextensionsv1.CustomResourceDefinition{},
		objects:         map[schema.GroupVersionKind]cache.Indexer{},
		params:          spec.Params,
	}
	problems := []Problem{}
	authorizer, errs := newAuthorizer(spec.Rules)
	for _, err := range errs {
		problems = append(problems, Problem{err.Error()})
	}
	w.authorizer = authorizer
	// Definitions come first, for the objects that they define.
	for _, part := range []struct {
		name    string
		objects []json.RawMessage
	}{{"crds", spec.CRDs}, {"namespaces", spec.Namespaces}, {"objects", spec.Objects}} {
		problems = append(problems, w.addAll(part.name, part.objects)...)
	}
	return w, problems
}

// Namespace implements admit.Surroundings.
func (w *World) Namespace(name string) *corev1.Namespace { return w.namespaces[name] }

// ServiceAccount implements admit.Surroundings.
func (w *World) ServiceAccount(namespace, name string) *corev1.ServiceAccount {
	return w.serviceAccounts[namespace+"/"+name]
}

// CRDForKind implements admit.Surroundings.
func (w *World) CRDForKind(kind schema.GroupKind) *apiextensionsv1.CustomResourceDefinition {
	return w.crdsByKind[kind]
}

// CRDForResource implements admit.Surroundings.
func (w *World) CRDForResource(resource schema.GroupResource) *apiextensionsv1.CustomResourceDefinition {
	return w.crdsByResource[resource]
}

// CRDs are the definitions of custom resources, by name.
func (w *World) CRDs() []*apiextensionsv1.CustomResourceDefinition {
	return slices.SortedFunc(maps.Values(w.crdsByKind), func(a, b *apiextensionsv1.CustomResourceDefinition) int {
		return strings.Compare(a.Name, b.Name)
	})
}

// Authorizer allows what the rules allow.
func (w *World) Authorizer() authorizer.UnconditionalAuthorizer { return w.authorizer }

// Settings are the `params` of the world; nil without.
func (w *World) Settings() map[string]any { return w.params }
