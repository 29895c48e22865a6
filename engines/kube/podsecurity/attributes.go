package podsecurity

import (
	admissionv1 "k8s.io/api/admission/v1"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// versions are those that the checks read.
var versions = schema.GroupVersions{corev1.SchemeGroupVersion, appsv1.SchemeGroupVersion, batchv1.SchemeGroupVersion}

// attributes give the checks a request as the plugin does, with objects in the v1 API:
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/plugin/pkg/admission/security/podsecurity/admission.go#L229-L293
type attributes struct {
	admission.Attributes
}

// GetObject implements api.Attributes.
func (a attributes) GetObject() (runtime.Object, error) { return versioned(a.Attributes.GetObject()) }

// GetOldObject implements api.Attributes.
func (a attributes) GetOldObject() (runtime.Object, error) {
	return versioned(a.Attributes.GetOldObject())
}

// GetOperation implements api.Attributes.
func (a attributes) GetOperation() admissionv1.Operation {
	return admissionv1.Operation(a.Attributes.GetOperation())
}

// GetUserName implements api.Attributes.
func (a attributes) GetUserName() string { return a.GetUserInfo().GetName() }

func versioned(object runtime.Object) (runtime.Object, error) {
	return legacyscheme.Scheme.ConvertToVersion(object, versions)
}
