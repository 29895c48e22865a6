package component

import (
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/admission/plugin/resourcequota/apis/resourcequota"
	resourcequotainstall "k8s.io/apiserver/pkg/admission/plugin/resourcequota/apis/resourcequota/install"
	resourcequotavalidation "k8s.io/apiserver/pkg/admission/plugin/resourcequota/apis/resourcequota/validation"
	webhookadmissioninstall "k8s.io/apiserver/pkg/admission/plugin/webhook/config/apis/webhookadmission/install"
	"k8s.io/apiserver/pkg/apis/apiserver"
	apiserverinstall "k8s.io/apiserver/pkg/apis/apiserver/install"
	apiservervalidation "k8s.io/apiserver/pkg/apis/apiserver/validation"
	kubelet "k8s.io/kubernetes/pkg/kubelet/apis/config"
	kubeletv1 "k8s.io/kubernetes/pkg/kubelet/apis/config/v1"
	kubeletv1beta1 "k8s.io/kubernetes/pkg/kubelet/apis/config/v1beta1"
	kubeproxy "k8s.io/kubernetes/pkg/proxy/apis/config"
	kubeproxyscheme "k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
	kubeproxyvalidation "k8s.io/kubernetes/pkg/proxy/apis/config/validation"
	"k8s.io/kubernetes/plugin/pkg/admission/eventratelimit/apis/eventratelimit"
	eventratelimitinstall "k8s.io/kubernetes/plugin/pkg/admission/eventratelimit/apis/eventratelimit/install"
	eventratelimitvalidation "k8s.io/kubernetes/plugin/pkg/admission/eventratelimit/apis/eventratelimit/validation"
	podsecurity "k8s.io/pod-security-admission/admission/api"
	podsecurityscheme "k8s.io/pod-security-admission/admission/api/scheme"
	podsecurityvalidation "k8s.io/pod-security-admission/admission/api/validation"
)

// newScheme has the types of all configurations that are known.
func newScheme() *runtime.Scheme {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{kubelet.AddToScheme, kubeletv1beta1.AddToScheme, kubeletv1.AddToScheme} {
		utilruntime.Must(add(scheme))
	}
	kubeproxyscheme.AddToScheme(scheme)
	podsecurityscheme.AddToScheme(scheme)
	apiserverinstall.Install(scheme)
	webhookadmissioninstall.Install(scheme)
	resourcequotainstall.Install(scheme)
	eventratelimitinstall.Install(scheme)
	return scheme
}

// validate is the component's own validation, where it is a function of the file alone. The kubelet's is not: it asks the machine that it runs on
// for its cgroups.
func validate(configuration runtime.Object) field.ErrorList {
	switch configuration := configuration.(type) {
	case *podsecurity.PodSecurityConfiguration:
		return podsecurityvalidation.ValidatePodSecurityConfiguration(configuration)
	case *kubeproxy.KubeProxyConfiguration:
		return kubeproxyvalidation.Validate(configuration)
	case *apiserver.EncryptionConfiguration:
		return apiservervalidation.ValidateEncryptionConfiguration(configuration, false)
	case *eventratelimit.Configuration:
		return eventratelimitvalidation.ValidateConfiguration(configuration)
	case *resourcequota.Configuration:
		return resourcequotavalidation.ValidateConfiguration(configuration)
	}
	return nil
}
