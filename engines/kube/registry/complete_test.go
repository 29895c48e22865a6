package registry

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// notServed says why a kind of the scheme has no path of its own in this release with its default feature gates.
var notServed = map[string]string{
	"networking.k8s.io/v1beta1/Ingress":                                      "removed in 1.22",
	"networking.k8s.io/v1beta1/IngressClass":                                 "removed in 1.22",
	"node.k8s.io/v1alpha1/*":                                                 "removed in 1.25",
	"node.k8s.io/v1beta1/*":                                                  "removed in 1.25",
	"admissionregistration.k8s.io/v1alpha1/ValidatingAdmissionPolicy":        "removed when v1 came",
	"admissionregistration.k8s.io/v1alpha1/ValidatingAdmissionPolicyBinding": "removed when v1 came",
	"admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration":    "removed in 1.22",
	"admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration":      "removed in 1.22",
	"admission.k8s.io/v1/AdmissionReview":                                    "sent to webhooks",
	"admission.k8s.io/v1beta1/AdmissionReview":                               "sent to webhooks",
	"imagepolicy.k8s.io/v1alpha1/ImageReview":                                "sent to a webhook",
	"v1/ComponentStatus":                                                     "read only, and admission never sees it",
	"v1/List":                                                                "clients flatten it",
	"v1/PodLogOptions":                                                       "the query of a GET, which admission never sees",
	"v1/RangeAllocation":                                                     "stored by the server alone",
	"v1/SerializedReference":                                                 "part of annotations",
	"apps/v1beta1/*":                                                         "removed in 1.16",
	"apps/v1beta2/*":                                                         "removed in 1.16",
	"authentication.k8s.io/v1alpha1/*":                                       "removed when v1 came",
	"authentication.k8s.io/v1beta1/TokenReview":                              "removed in 1.22",
	"authorization.k8s.io/v1beta1/*":                                         "removed in 1.22",
	"batch/v1beta1/*":                                                        "removed in 1.25",
	"certificates.k8s.io/v1beta1/CertificateSigningRequest":                  "removed in 1.22",
	"coordination.k8s.io/v1beta1/Lease":                                      "removed in 1.22",
	"discovery.k8s.io/v1beta1/*":                                             "removed in 1.25",
	"events.k8s.io/v1beta1/*":                                                "removed in 1.25",
	"extensions/v1beta1/*":                                                   "removed in 1.22",
	"flowcontrol.apiserver.k8s.io/v1beta1/*":                                 "removed in 1.26",
	"flowcontrol.apiserver.k8s.io/v1beta2/*":                                 "removed in 1.29",
	"flowcontrol.apiserver.k8s.io/v1beta3/*":                                 "removed in 1.32",
	"policy/v1beta1/*":                                                       "removed in 1.25",
	"rbac.authorization.k8s.io/v1alpha1/*":                                   "removed in 1.22",
	"rbac.authorization.k8s.io/v1beta1/*":                                    "removed in 1.22",
	"storage.k8s.io/v1alpha1/*":                                              "removed when v1 came",
	"storage.k8s.io/v1beta1/CSIDriver":                                       "removed in 1.22",
	"storage.k8s.io/v1beta1/CSINode":                                         "removed in 1.22",
	"storage.k8s.io/v1beta1/CSIStorageCapacity":                              "removed in 1.27",
	"storage.k8s.io/v1beta1/StorageClass":                                    "removed in 1.22",
	"storage.k8s.io/v1beta1/VolumeAttachment":                                "removed in 1.22",
	"scheduling.k8s.io/v1beta1/PriorityClass":                                "removed in 1.22",
	"scheduling.k8s.io/v1beta1/Workload":                                     "its feature gate is off by default",
	"scheduling.k8s.io/v1beta1/PodGroup":                                     "its feature gate is off by default",
	"scheduling.k8s.io/v1alpha3/*":                                           "its feature gate is off by default",
	"lifecycle.k8s.io/v1alpha1/*":                                            "its feature gate is off by default",
}

func storageKinds() map[schema.GroupVersionKind]bool {
	kinds := map[schema.GroupVersionKind]bool{}
	for kind := range legacyscheme.Scheme.AllKnownTypes() {
		if kind.Version == runtime.APIVersionInternal || metaKind(kind) || strings.HasSuffix(kind.Kind, "List") && kind.Kind != "List" {
			continue
		}
		kinds[kind] = true
	}
	return kinds
}

// metaKind is one of those that every group has.
func metaKind(kind schema.GroupVersionKind) bool {
	of := legacyscheme.Scheme.AllKnownTypes()[kind]
	return of.PkgPath() == "k8s.io/apimachinery/pkg/apis/meta/v1" || kind.Group == metav1.GroupName
}

func TestEveryKindOfTheSchemeIsServedOrHasAReasonNotToBe(t *testing.T) {
	taken := map[schema.GroupVersionKind]bool{}
	for _, r := range Default().All() {
		taken[r.Kind] = true
	}
	served := 0
	used := map[string]bool{}
	for kind := range storageKinds() {
		version := kind.GroupVersion().String()
		reason := notServed[version+"/"+kind.Kind] + notServed[version+"/*"]
		used[version+"/"+kind.Kind], used[version+"/*"] = true, true
		switch {
		case taken[kind] && reason != "":
			t.Errorf("%s is served, and is said not to be: %s", kind, reason)
		case taken[kind]:
			served++
		case reason == "":
			t.Errorf("%s is not served, and nothing says why", kind)
		}
	}
	for _, group := range []string{"", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps", "authentication.k8s.io",
		"authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io",
		"flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io", "policy", "rbac.authorization.k8s.io",
		"resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io", "storagemigration.k8s.io"} {
		if !Default().groups[group] {
			t.Errorf("the group %q is not served", group)
		}
	}
	if served < 100 {
		t.Errorf("only %d kinds are served", served)
	}
	for name := range notServed {
		if !used[name] {
			t.Errorf("%s is not in the scheme, and has a reason not to be served", name)
		}
	}
}

func TestEveryResourceCanBeCreatedUpdatedOrConnected(t *testing.T) {
	for _, r := range Default().All() {
		_, create := r.Storage.(rest.Creater)
		_, named := r.Storage.(rest.NamedCreater)
		_, update := r.Storage.(rest.Updater)
		_, connect := r.Storage.(rest.Connecter)
		readOnly := r.SubResource == "log" || r.GVR.Resource == "componentstatuses"
		if !create && !named && !update && !connect && !readOnly {
			t.Errorf("%s/%s has no operation that admission sees", r.GVR, r.SubResource)
		}
	}
}
