package registry

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/kubernetes"
	typed "k8s.io/client-go/kubernetes/typed/core/v1"
)

// Client is the clientset of the server's own code. It finds namespaces in the context of the request, and no service account: those are
// given to the plugin that wants them. Nothing else is asked of it.
type Client struct{ kubernetes.Interface }

// CoreV1 implements kubernetes.Interface.
func (Client) CoreV1() typed.CoreV1Interface { return coreClient{} }

type coreClient struct{ typed.CoreV1Interface }

func (coreClient) Namespaces() typed.NamespaceInterface { return namespaceClient{} }

func (coreClient) ServiceAccounts(string) typed.ServiceAccountInterface { return accountClient{} }

type namespaceClient struct{ typed.NamespaceInterface }

func (namespaceClient) Get(ctx context.Context, name string, _ metav1.GetOptions) (*corev1.Namespace, error) {
	stored, _ := ctx.Value(storedKey{}).(Stored)
	if stored.Namespace != nil {
		if found := stored.Namespace(name); found != nil {
			return found, nil
		}
	}
	return nil, apierrors.NewNotFound(corev1.Resource("namespaces"), name)
}

type accountClient struct{ typed.ServiceAccountInterface }

func (accountClient) Get(_ context.Context, name string, _ metav1.GetOptions) (*corev1.ServiceAccount, error) {
	return nil, apierrors.NewNotFound(corev1.Resource("serviceaccounts"), name)
}

// noDiscovery discovers nothing: the kinds of parameters are not resolved to resources, which only authorization would need.
type noDiscovery struct{ discovery.DiscoveryInterface }

func (noDiscovery) ServerResourcesForGroupVersion(version string) (*metav1.APIResourceList, error) {
	return &metav1.APIResourceList{GroupVersion: version}, nil
}
