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
	return in.mutateWith(ctx, attributes, in.resource.Interfaces())
}

func (in *incoming) mutateWith(ctx context.Context, attributes admission.Attributes, interfaces admission.ObjectInterfaces) error {
	var asked []admission.Interface
	if in.options.ServiceAccount && !in.custom {
		p := mutating()
		p.Lock()
		defer p.Unlock()
		forget, err := in.bringAccount(p, attributes)
		if err != nil {
			return err
		}
		defer forget()
		repeatable()
		asked = append(asked, p.account, p.tolerations)
	}
	if in.options.Policies != nil {
		asked = append(asked, in.options.Policies)
	}
	if len(asked) == 0 {
		return nil
	}
	chain, err := chainOf(asked)
	if err != nil || !chain.Handles(attributes.GetOperation()) {
		return err
	}
	in.refusal = chain.Admit(ctx, attributes, interfaces)
	return in.refusal
}

// bringAccount gives the plugins the service account of a Pod, until it is forgotten.
func (in *incoming) bringAccount(p *plugins, attributes admission.Attributes) (forget func(), err error) {
	pod, ok := attributes.GetObject().(*api.Pod)
	if !ok {
		return func() {}, nil
	}
	account := in.serviceAccount(first(pod.Spec.ServiceAccountName, serviceaccount.DefaultServiceAccountName))
	if account == nil {
		return func() {}, nil
	}
	return func() { _ = p.accounts.Delete(account) }, p.accounts.Add(account)
}

// serviceAccount is nil where the cluster does not hold it; `default` is in every namespace.
func (in *incoming) serviceAccount(name string) *corev1.ServiceAccount {
	if held := in.surroundings.ServiceAccount(in.namespace, name); held != nil || name != serviceaccount.DefaultServiceAccountName {
		return held
	}
	return &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: in.namespace, UID: UID}}
}
