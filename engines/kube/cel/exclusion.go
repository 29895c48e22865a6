package cel

import (
	"slices"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubernetes/pkg/kubeapiserver/admission/exclusion"
)

// excluded are the resources that the server never judges by policies of the API: the server's own list, and the policies themselves, which
// the plugin adds in an unexported list:
// https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/admission/plugin/policy/generic/plugin.go#L61-L66
var excluded = append(exclusion.Excluded(),
	schema.GroupResource{Group: admissionregistrationv1.GroupName, Resource: "validatingadmissionpolicies"},
	schema.GroupResource{Group: admissionregistrationv1.GroupName, Resource: "validatingadmissionpolicybindings"},
	schema.GroupResource{Group: admissionregistrationv1.GroupName, Resource: "mutatingadmissionpolicies"},
	schema.GroupResource{Group: admissionregistrationv1.GroupName, Resource: "mutatingadmissionpolicybindings"},
)

func isExcluded(resource schema.GroupResource) bool { return slices.Contains(excluded, resource) }

// Judged says whether the server judges requests for a resource by policies at all.
func Judged(resource schema.GroupResource) bool { return !isExcluded(resource) }
