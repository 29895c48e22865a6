package admit

import (
	"context"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	feature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
	api "k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/plugin/pkg/admission/defaulttolerationseconds"
	"k8s.io/kubernetes/plugin/pkg/admission/serviceaccount"

	"assay.dev/engines/kube/registry"
)

// plugins are the server's own, made once. The service accounts that they see are those of one request at a time.
type plugins struct {
	sync.Mutex
	accounts    cache.Indexer
	account     *serviceaccount.Plugin
	tolerations *defaulttolerationseconds.Plugin
}

var mutating = sync.OnceValue(func() *plugins {
	factory := informers.NewSharedInformerFactory(registry.Client{}, 0)
	p := &plugins{
		accounts:    factory.Core().V1().ServiceAccounts().Informer().GetIndexer(),
		account:     serviceaccount.NewServiceAccount(),
		tolerations: defaulttolerationseconds.NewDefaultTolerationSeconds(),
	}
	p.tolerations.InspectFeatureGates(feature.DefaultFeatureGate)
	p.account.SetExternalKubeClientSet(registry.Client{})
	p.account.SetExternalKubeInformerFactory(factory)
	p.account.SetReadyFunc(func() bool { return true })
	return p
})

// mutate runs the mutating plugins that are asked for, in the server's order. They change the object of the attributes.
func (in *incoming) mutate(ctx context.Context, attributes admission.Attributes) error {
	if !in.options.ServiceAccount {
		return nil
	}
	p := mutating()
	p.Lock()
	defer p.Unlock()
	if pod, ok := attributes.GetObject().(*api.Pod); ok {
		account := in.serviceAccount(first(pod.Spec.ServiceAccountName, serviceaccount.DefaultServiceAccountName))
		if account != nil {
			if err := p.accounts.Add(account); err != nil {
				return err
			}
			defer func() { _ = p.accounts.Delete(account) }()
		}
	}
	repeatable()
	for _, plugin := range []admission.MutationInterface{p.account, p.tolerations} {
		if !plugin.Handles(attributes.GetOperation()) {
			continue
		}
		if err := plugin.Admit(ctx, attributes, in.resource.Interfaces()); err != nil {
			return err
		}
	}
	return nil
}

// serviceAccount is nil where the cluster does not hold it; `default` is in every namespace.
func (in *incoming) serviceAccount(name string) *corev1.ServiceAccount {
	if held := in.surroundings.ServiceAccount(in.namespace, name); held != nil || name != serviceaccount.DefaultServiceAccountName {
		return held
	}
	return &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: in.namespace, UID: UID}}
}
