// Package custom takes in custom resources with the handler of the apiextensions-apiserver: what a definition says is decoded, pruned,
// defaulted and validated by the code that a kube-apiserver serves it with.
package custom

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver"
	listers "k8s.io/apiextensions-apiserver/pkg/client/listers/apiextensions/v1"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/util/webhook"
	"k8s.io/client-go/tools/cache"

	"assay.dev/engines/kube/registry"
)

const (
	requestTimeout = time.Minute
	// largestBody is the server's own limit.
	largestBody = 3 << 20
)

// newHandler serves one definition as if it were established.
func newHandler(crd *apiextensionsv1.CustomResourceDefinition) (http.Handler, error) {
	informer := cache.NewSharedIndexInformer(nil, &apiextensionsv1.CustomResourceDefinition{}, 0, cache.Indexers{})
	if err := informer.GetIndexer().Add(established(crd)); err != nil {
		return nil, err
	}
	resolve := func(r webhook.AuthenticationInfoResolver) webhook.AuthenticationInfoResolver { return r }
	return apiserver.NewCustomResourceDefinitionHandler(nil, nil, definitions{informer}, http.HandlerFunc(notServed), registry.StoreOptions{},
		witness{}, nil, noServices{}, resolve, 1, authorizerfactory.NewAlwaysAllowAuthorizer(), requestTimeout, requestTimeout, nil, largestBody)
}

// established is what the server's controllers make of a definition that they accept.
func established(crd *apiextensionsv1.CustomResourceDefinition) *apiextensionsv1.CustomResourceDefinition {
	crd = crd.DeepCopy()
	apiextensionsv1.SetDefaults_CustomResourceDefinition(crd)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&crd.Spec)
	crd.UID = "definition"
	crd.Status.AcceptedNames = crd.Spec.Names
	crd.Status.Conditions = []apiextensionsv1.CustomResourceDefinitionCondition{
		{Type: apiextensionsv1.NamesAccepted, Status: apiextensionsv1.ConditionTrue},
		{Type: apiextensionsv1.Established, Status: apiextensionsv1.ConditionTrue},
	}
	return crd
}

// definitions implement the informer that the handler wants.
type definitions struct{ informer cache.SharedIndexInformer }

func (d definitions) Informer() cache.SharedIndexInformer { return d.informer }

func (d definitions) Lister() listers.CustomResourceDefinitionLister {
	return listers.NewCustomResourceDefinitionLister(d.informer.GetIndexer())
}

type noServices struct{}

func (noServices) ResolveEndpoint(namespace, name string, _ int32) (*url.URL, error) {
	return nil, fmt.Errorf("the conversion webhook %s/%s cannot be called: there is no network here", namespace, name)
}

func notServed(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }
