package registry

import (
	"errors"
	"net/http"

	corev1 "k8s.io/api/core/v1"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"
	serverstorage "k8s.io/apiserver/pkg/server/storage"
	api "k8s.io/kubernetes/pkg/apis/core"
	kubelet "k8s.io/kubernetes/pkg/kubelet/client"
	endpoints "k8s.io/kubernetes/pkg/registry/core/endpoint/storage"
	limitrange "k8s.io/kubernetes/pkg/registry/core/limitrange/storage"
	node "k8s.io/kubernetes/pkg/registry/core/node/storage"
	volume "k8s.io/kubernetes/pkg/registry/core/persistentvolume/storage"
	claim "k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim/storage"
	pod "k8s.io/kubernetes/pkg/registry/core/pod/storage"
	podtemplate "k8s.io/kubernetes/pkg/registry/core/podtemplate/storage"
	controller "k8s.io/kubernetes/pkg/registry/core/replicationcontroller/storage"
	corerest "k8s.io/kubernetes/pkg/registry/core/rest"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
	"k8s.io/kubernetes/pkg/registry/core/service/portallocator"
	service "k8s.io/kubernetes/pkg/registry/core/service/storage"
	"k8s.io/kubernetes/pkg/serviceaccount"
	netutils "k8s.io/utils/net"
)

// core is the group "". The server's own provider for it wants etcd for the ranges of addresses, so its stores are put together here
// as legacyProvider.NewRESTStorage does (pkg/registry/core/rest/storage_core.go).
type core struct{}

func (core) NewRESTStorage(enabled serverstorage.APIResourceConfigSource, options generic.RESTOptionsGetter) (genericapiserver.APIGroupInfo, error) {
	generic := corerest.GenericConfig{ServiceAccountIssuer: noTokens{}, APIAudiences: authenticator.Audiences{"https://kubernetes.default.svc"}}
	info, err := generic.NewRESTStorage(enabled, options)
	if err != nil {
		return info, err
	}
	stores := info.VersionedResourcesStorageMap[corev1.SchemeGroupVersion.Version]
	for _, add := range []func(map[string]rest.Storage) error{simple(options), volumes(options), controllers(options), pods(options)} {
		if err := add(stores); err != nil {
			return info, err
		}
	}
	return info, nil
}

type noTokens struct{ serviceaccount.TokenGenerator }

func simple(options generic.RESTOptionsGetter) func(map[string]rest.Storage) error {
	return func(stores map[string]rest.Storage) error {
		templates, errTemplates := podtemplate.NewREST(options)
		limits, errLimits := limitrange.NewREST(options)
		ends, errEnds := endpoints.NewREST(options)
		stores["podtemplates"], stores["limitranges"], stores["endpoints"] = templates, limits, ends
		return errors.Join(errTemplates, errLimits, errEnds)
	}
}

func volumes(options generic.RESTOptionsGetter) func(map[string]rest.Storage) error {
	return func(stores map[string]rest.Storage) error {
		volumes, volumeStatus, errVolumes := volume.NewREST(options)
		claims, claimStatus, errClaims := claim.NewREST(options)
		stores["persistentvolumes"], stores["persistentvolumes/status"] = volumes, volumeStatus
		stores["persistentvolumeclaims"], stores["persistentvolumeclaims/status"] = claims, claimStatus
		return errors.Join(errVolumes, errClaims)
	}
}

func controllers(options generic.RESTOptionsGetter) func(map[string]rest.Storage) error {
	return func(stores map[string]rest.Storage) error {
		all, err := controller.NewStorage(options)
		if err != nil {
			return err
		}
		stores["replicationcontrollers"] = all.Controller
		stores["replicationcontrollers/status"] = all.Status
		stores["replicationcontrollers/scale"] = all.Scale
		return nil
	}
}

func pods(options generic.RESTOptionsGetter) func(map[string]rest.Storage) error {
	return func(stores map[string]rest.Storage) error {
		nodes, err := node.NewStorage(options, kubelet.KubeletClientConfig{}, http.DefaultTransport)
		if err != nil {
			return err
		}
		all, err := pod.NewStorage(options, nodes.KubeletConnectionInfo, http.DefaultTransport, nil, authorizerfactory.NewAlwaysAllowAuthorizer())
		if err != nil {
			return err
		}
		stores["nodes"], stores["nodes/proxy"], stores["nodes/status"] = nodes.Node, nodes.Proxy, nodes.Status
		stores["pods"], stores["pods/status"], stores["pods/log"] = all.Pod, all.Status, all.Log
		stores["pods/ephemeralcontainers"], stores["pods/resize"] = all.EphemeralContainers, all.Resize
		stores["pods/binding"], stores["pods/eviction"], stores["bindings"] = all.Binding, all.Eviction, all.LegacyBinding
		stores["pods/attach"], stores["pods/exec"] = all.Attach, all.Exec
		stores["pods/portforward"], stores["pods/proxy"] = all.PortForward, all.Proxy
		return services(options, all.Pod, stores)
	}
}

// services have the server's default ranges. The first address of the range stands for the one that a cluster would allocate, as in any dry run.
func services(options generic.RESTOptionsGetter, pods *pod.REST, stores map[string]rest.Storage) error {
	_, cidr, err := netutils.ParseCIDRSloppy("10.0.0.0/24")
	if err != nil {
		return err
	}
	addresses, err := ipallocator.NewInMemory(cidr)
	if err != nil {
		return err
	}
	ports, err := portallocator.NewInMemory(utilnet.PortRange{Base: 30000, Size: 2768})
	if err != nil {
		return err
	}
	families := map[api.IPFamily]ipallocator.Interface{api.IPv4Protocol: addresses}
	all, status, proxy, err := service.NewREST(options, api.IPv4Protocol, families, ports, nil, pods, http.DefaultTransport)
	stores["services"], stores["services/status"], stores["services/proxy"] = all, status, proxy
	return err
}
