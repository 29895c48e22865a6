package admit

import (
	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/generic"
	webhookrequest "k8s.io/apiserver/pkg/admission/plugin/webhook/request"
)

// Review is what a webhook would be sent that matches the request's own resource.
func Review(a *Admitted) (*admissionv1.AdmissionReview, error) {
	attributes := a.Attributes
	versioned, err := admission.NewVersionedAttributes(attributes, attributes.GetKind(), a.Interfaces)
	if err != nil {
		return nil, statusError(err)
	}
	review := webhookrequest.CreateV1AdmissionReview(UID, versioned, &generic.WebhookInvocation{
		Kind: attributes.GetKind(), Resource: attributes.GetResource(), Subresource: attributes.GetSubresource(),
	})
	review.TypeMeta = metav1.TypeMeta{APIVersion: admissionv1.SchemeGroupVersion.String(), Kind: "AdmissionReview"}
	return review, nil
}
