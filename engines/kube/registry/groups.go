package registry

import (
	"errors"
	"net/http"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	serverstorage "k8s.io/apiserver/pkg/server/storage"
	apiservice "k8s.io/kube-aggregator/pkg/registry/apiservice/rest"
	admissionregistration "k8s.io/kubernetes/pkg/registry/admissionregistration/rest"
	apiserverinternal "k8s.io/kubernetes/pkg/registry/apiserverinternal/rest"
	apps "k8s.io/kubernetes/pkg/registry/apps/rest"
	authentication "k8s.io/kubernetes/pkg/registry/authentication/rest"
	authorization "k8s.io/kubernetes/pkg/registry/authorization/rest"
	autoscaling "k8s.io/kubernetes/pkg/registry/autoscaling/rest"
	batch "k8s.io/kubernetes/pkg/registry/batch/rest"
	certificates "k8s.io/kubernetes/pkg/registry/certificates/rest"
	coordination "k8s.io/kubernetes/pkg/registry/coordination/rest"
	discovery "k8s.io/kubernetes/pkg/registry/discovery/rest"
	events "k8s.io/kubernetes/pkg/registry/events/rest"
	flowcontrol "k8s.io/kubernetes/pkg/registry/flowcontrol/rest"
	lifecycle "k8s.io/kubernetes/pkg/registry/lifecycle/rest"
	networking "k8s.io/kubernetes/pkg/registry/networking/rest"
	node "k8s.io/kubernetes/pkg/registry/node/rest"
	policy "k8s.io/kubernetes/pkg/registry/policy/rest"
	rbac "k8s.io/kubernetes/pkg/registry/rbac/rest"
	resource "k8s.io/kubernetes/pkg/registry/resource/rest"
	scheduling "k8s.io/kubernetes/pkg/registry/scheduling/rest"
	storage "k8s.io/kubernetes/pkg/registry/storage/rest"
	storagemigration "k8s.io/kubernetes/pkg/registry/storagemigration/rest"
)

type provider interface {
	NewRESTStorage(serverstorage.APIResourceConfigSource, generic.RESTOptionsGetter) (genericapiserver.APIGroupInfo, error)
}

// groups builds the API groups that a kube-apiserver serves, by the server's own providers (pkg/controlplane/instance.go lists them).
// Whether a user may escalate or bind is authorization, not admission: everything is authorized.
func groups() ([]genericapiserver.APIGroupInfo, error) {
	allow := authorizerfactory.NewAlwaysAllowAuthorizer()
	providers := []provider{
		core{},
		apiserverinternal.StorageProvider{},
		authentication.RESTStorageProvider{Authenticator: nobody},
		authorization.RESTStorageProvider{Authorizer: allow, RuleResolver: allow},
		autoscaling.RESTStorageProvider{},
		batch.RESTStorageProvider{},
		certificates.RESTStorageProvider{Authorizer: allow},
		coordination.RESTStorageProvider{},
		discovery.StorageProvider{},
		lifecycle.RESTStorageProvider{},
		networking.RESTStorageProvider{},
		node.RESTStorageProvider{},
		policy.RESTStorageProvider{},
		rbac.RESTStorageProvider{Authorizer: allow},
		scheduling.RESTStorageProvider{},
		storage.RESTStorageProvider{},
		storagemigration.RESTStorageProvider{},
		flowcontrol.RESTStorageProvider{},
		apps.StorageProvider{},
		admissionregistration.RESTStorageProvider{Authorizer: allow, DiscoveryClient: noDiscovery{}},
		events.RESTStorageProvider{},
		resource.RESTStorageProvider{NamespaceClient: namespaceClient{}, Authorizer: allow},
		customResourceDefinitions{},
		apiServices{},
	}
	all := make([]genericapiserver.APIGroupInfo, 0, len(providers))
	for _, p := range providers {
		group, err := p.NewRESTStorage(everything{}, StoreOptions{})
		if err != nil {
			return nil, err
		}
		all = append(all, group)
	}
	return all, nil
}

var nobody = authenticator.RequestFunc(func(*http.Request) (*authenticator.Response, bool, error) {
	return nil, false, errors.New("nobody is authenticated here")
})

type apiServices struct{}

func (apiServices) NewRESTStorage(enabled serverstorage.APIResourceConfigSource, options generic.RESTOptionsGetter) (genericapiserver.APIGroupInfo, error) {
	return apiservice.NewRESTStorage(enabled, options, false), nil
}

type customResourceDefinitions struct{}

func (customResourceDefinitions) NewRESTStorage(_ serverstorage.APIResourceConfigSource, options generic.RESTOptionsGetter) (genericapiserver.APIGroupInfo, error) {
	definitions, err := customresourcedefinition.NewREST(apiextensions.Scheme, options)
	if err != nil {
		return genericapiserver.APIGroupInfo{}, err
	}
	version := apiextensionsv1.SchemeGroupVersion
	info := genericapiserver.NewDefaultAPIGroupInfo(version.Group, apiextensions.Scheme, runtime.NewParameterCodec(apiextensions.Scheme), apiextensions.Codecs)
	info.VersionedResourcesStorageMap[version.Version] = map[string]rest.Storage{
		"customresourcedefinitions":        definitions,
		"customresourcedefinitions/status": customresourcedefinition.NewStatusREST(apiextensions.Scheme, definitions),
	}
	return info, nil
}
