package cel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/world"
	"assay.dev/engines/manifest/source"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/kubernetes/pkg/api/legacyscheme"

	// The scheme knows policies only when they are installed.
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
)

// add reads a document as the server takes in what `kubectl apply` sends: any served version, strict, defaulted, validated.
func (p *parsed) add(document *source.Document) {
	taken, err := takeIn(document.JSON)
	if err != nil {
		p.refuse(document, err)
		return
	}
	object, err := stored(taken)
	if err != nil {
		p.foreign(document, taken.Attributes.GetKind().Kind)
		return
	}
	p.sort(document, object)
}

// takeIn asks the server for an object. The error is its refusal.
func takeIn(object json.RawMessage) (*admit.Admitted, error) {
	request := &admit.Request{Operation: string(admission.Create), Object: object}
	return admit.Admit(context.Background(), world.Empty(), request, admit.Options{Validate: true})
}

// stored is an object as the plugins are given it.
func stored(taken *admit.Admitted) (runtime.Object, error) {
	return legacyscheme.Scheme.ConvertToVersion(taken.Attributes.GetObject(), admissionregistrationv1.SchemeGroupVersion)
}

// sort puts an object where it belongs.
func (p *parsed) sort(document *source.Document, object runtime.Object) {
	switch typed := object.(type) {
	case *validating.Policy:
		keep(p, &p.validating.policies, typed, document)
	case *validating.PolicyBinding:
		keep(p, &p.validating.bindings, typed, document)
	case *mutating.Policy:
		keep(p, &p.mutating.policies, typed, document)
	case *mutating.PolicyBinding:
		keep(p, &p.mutating.bindings, typed, document)
	default:
		p.foreign(document, object.GetObjectKind().GroupVersionKind().Kind)
	}
}

// refuse reports what the server says, each cause at its own line.
func (p *parsed) refuse(document *source.Document, refusal error) {
	p.refused = append(p.refused, nameOf(document))
	var status apierrors.APIStatus
	if !errors.As(refusal, &status) || status.Status().Details == nil || len(status.Status().Details.Causes) == 0 {
		p.problem(document, refusal.Error()+p.inRelease(), quotedField(refusal.Error()))
		return
	}
	details := status.Status().Details
	for _, cause := range details.Causes {
		p.problem(document, causeText(details, &cause)+p.inRelease(), cause.Field)
	}
}

// inRelease says which server refuses, where that is not this engine's own.
func (p *parsed) inRelease() string {
	if p.release == nil {
		return ""
	}
	return fmt.Sprintf(" (in Kubernetes %s)", p.release)
}

// nameOf is empty where the document has no name that can be read.
func nameOf(document *source.Document) named {
	var object metav1.PartialObjectMetadata
	// A document that does not fit has no name.
	_ = json.Unmarshal(document.JSON, &object)
	return named{object.Kind, object.Name}
}

// causeText is the server's message with one cause only.
func causeText(details *metav1.StatusDetails, cause *metav1.StatusCause) string {
	kind := details.Kind
	if details.Group != "" {
		kind += "." + details.Group
	}
	return fmt.Sprintf("%s %q is invalid: %s: %s", kind, details.Name, cause.Field, cause.Message)
}

// quotedField is the field that strict decoding complains about: `unknown field "spec.x"`.
func quotedField(message string) string {
	_, rest, _ := strings.Cut(message, ` field "`)
	field, _, _ := strings.Cut(rest, `"`)
	return field
}

func (p *parsed) foreign(document *source.Document, kind string) {
	p.problem(document, "`"+kind+"` is neither a ValidatingAdmissionPolicy or MutatingAdmissionPolicy nor a binding of one; "+
		"what a policy refers to belongs into a case, under `objects` or `crds`", "kind")
}
