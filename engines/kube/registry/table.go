// Package registry holds the REST stores of a kube-apiserver, built by its own code over a cluster that is never written: per resource and
// subresource the kind it takes, its codecs, and the strategies that prepare and validate.
package registry

import (
	"fmt"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/endpoints"
	"k8s.io/apiserver/pkg/endpoints/deprecation"
	"k8s.io/apiserver/pkg/endpoints/handlers"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	componentversion "k8s.io/component-base/version"
	"k8s.io/kubernetes/pkg/api/legacyscheme"

	"assay.dev/engines/kube/release"
)

// Table finds resources. It is read-only once built.
type Table struct {
	byPath map[path]*Resource
	byKind map[schema.GroupVersionKind]*Resource
	bySub  map[string][]*Resource
	groups map[string]bool
	all    runtime.Decoder
}

type path struct {
	gvr         schema.GroupVersionResource
	subResource string
}

// Default is the table of this release with every version enabled. It panics where the server could not start.
var Default = sync.OnceValue(func() *Table {
	table, err := build()
	if err != nil {
		panic(err)
	}
	return table
})

// Find is nil for a path that the server does not serve.
func (t *Table) Find(gvr schema.GroupVersionResource, subResource string) *Resource {
	return t.byPath[path{gvr, subResource}]
}

// ForKind is the resource whose objects are of that kind, or nil.
func (t *Table) ForKind(kind schema.GroupVersionKind) *Resource { return t.byKind[kind] }

// TakingKind are the paths of that subresource that take that kind: Eviction and `eviction` give pods/eviction.
func (t *Table) TakingKind(kind schema.GroupVersionKind, subResource string) []*Resource {
	var found []*Resource
	for _, r := range t.bySub[subResource] {
		if r.Kind == kind {
			found = append(found, r)
		}
	}
	return found
}

// OwnsGroup says whether the group is one of the server's own, served or not.
func (t *Table) OwnsGroup(group string) bool {
	return t.groups[group] || legacyscheme.Scheme.IsGroupRegistered(group)
}

// Decode reads JSON of any kind of the main scheme strictly into its internal version, with defaults.
// It reads the text once less than finding the resource first does.
func (t *Table) Decode(text []byte, kind *schema.GroupVersionKind) (runtime.Object, *schema.GroupVersionKind, error) {
	return t.all.Decode(text, kind, nil)
}

// All are the resources and subresources, in no particular order.
func (t *Table) All() []*Resource {
	all := make([]*Resource, 0, len(t.byPath))
	for _, r := range t.byPath {
		all = append(all, r)
	}
	return all
}

// build mirrors what the server's APIInstaller does with a group (staging/src/k8s.io/apiserver/pkg/endpoints/installer.go).
func build() (*Table, error) {
	infos, err := groups()
	if err != nil {
		return nil, err
	}
	t := &Table{map[path]*Resource{}, map[schema.GroupVersionKind]*Resource{}, map[string][]*Resource{}, map[string]bool{}, nil}
	equivalents := runtime.NewEquivalentResourceRegistryWithIdentity(func(r schema.GroupResource) string { return r.Resource })
	schemes := map[*runtime.Scheme]*serving{}
	for _, info := range infos {
		if schemes[info.Scheme] == nil {
			schemes[info.Scheme] = newServing(info.Scheme, info.NegotiatedSerializer, &handlers.RequestScope{
				Creater: info.Scheme, Typer: info.Scheme, Defaulter: info.Scheme, Convertor: info.Scheme, EquivalentResourceMapper: equivalents,
			})
		}
		if info.Scheme == legacyscheme.Scheme {
			t.all = info.NegotiatedSerializer.DecoderToVersion(schemes[info.Scheme].strict, runtime.InternalGroupVersioner)
		}
		if err := t.addGroup(info, schemes[info.Scheme], equivalents); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *Table) addGroup(info genericapiserver.APIGroupInfo, serving *serving, equivalents runtime.EquivalentResourceRegistry) error {
	for _, version := range info.PrioritizedVersions {
		t.groups[version.Group] = true
		stores := info.VersionedResourcesStorageMap[version.Version]
		for name, store := range stores {
			resource, subResource, _ := strings.Cut(name, "/")
			scoper, ok := stores[resource].(rest.Scoper)
			if !ok {
				return fmt.Errorf("the store of %s does not say whether it is namespaced", name)
			}
			kind, err := endpoints.GetResourceKind(version, store, info.Scheme)
			if err != nil {
				return err
			}
			if laterThan(release.Effective(), info.Scheme, kind) {
				continue
			}
			r := &Resource{GVR: version.WithResource(resource), SubResource: subResource, Kind: kind, Namespaced: scoper.NamespaceScoped(), Storage: store, serving: serving}
			r.Warnings = deprecated(info.Scheme, kind)
			equivalents.RegisterKindFor(r.GVR, subResource, kind)
			t.add(r)
		}
	}
	return nil
}

func (t *Table) add(r *Resource) {
	t.byPath[path{r.GVR, r.SubResource}] = r
	t.bySub[r.SubResource] = append(t.bySub[r.SubResource], r)
	if r.SubResource == "" {
		t.byKind[r.Kind] = r
	}
	r.serving.decoder(schema.GroupVersion{Group: r.Kind.Group, Version: runtime.APIVersionInternal})
}

// laterThan says whether a kind is new since a release. What a release no longer serves stays: older ones did.
func laterThan(release *version.Version, scheme *runtime.Scheme, kind schema.GroupVersionKind) bool {
	object, err := scheme.New(kind)
	if err != nil {
		return false
	}
	introduced, ok := object.(interface{ APILifecycleIntroduced() (major, minor int) })
	if !ok {
		return false
	}
	major, minor := introduced.APILifecycleIntroduced()
	return !release.AtLeast(version.MajorMinor(uint(major), uint(minor)))
}

func deprecated(scheme *runtime.Scheme, kind schema.GroupVersionKind) []string {
	object, err := scheme.New(kind)
	if err != nil {
		return nil
	}
	object.GetObjectKind().SetGroupVersionKind(kind)
	release := version.MustParse(componentversion.DefaultKubeBinaryVersion)
	if !deprecation.IsDeprecated(object, int(release.Major()), int(release.Minor())) {
		return nil
	}
	return []string{deprecation.WarningMessage(object)}
}
