package main

import (
	"context"
	"encoding/json"

	"assay.dev/engines/wire"
	"github.com/go-logr/logr"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/reviews"
	"github.com/open-policy-agent/frameworks/constraint/pkg/types"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/match"
	mutationtypes "github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/types"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// question is the body of `judge` and of `match`.
type question struct {
	Policies   string          `json:"policies"`
	World      string          `json:"world"`
	Review     string          `json:"review"`
	Object     json.RawMessage `json:"object"`
	Parameters json.RawMessage `json:"parameters"`
}

// request is what is reviewed: what the API server sends to a webhook, or an object alone, as gator reads it from a file.
type request struct {
	// admission is nil for an object alone.
	admission *admissionv1.AdmissionRequest
	object    *unstructured.Unstructured
	// namespace is the one that the object is in, nil where it is in none or Gatekeeper has to look for it itself.
	namespace *corev1.Namespace
	point     string
}

// readRequest reads the request of a question.
func readRequest(asked *question, point string, around *world) (*request, error) {
	if (asked.Review == "") == (len(asked.Object) == 0) {
		return nil, wire.BadRequest("give either `review` or `object`")
	}
	if asked.Review == "" {
		return readObject(asked.Object, point, around)
	}
	var review admissionv1.AdmissionReview
	if err := json.Unmarshal([]byte(asked.Review), &review); err != nil {
		return nil, wire.BadInput("not an AdmissionReview: "+err.Error(), nil)
	}
	admission := review.Request
	switch {
	case admission == nil:
		return nil, wire.BadInput("the AdmissionReview has no `request`", nil)
	case admission.Object.Raw == nil && admission.OldObject.Raw == nil:
		return nil, wire.BadInput("the AdmissionReview has neither `request.object` nor `request.oldObject`", nil)
	}
	made := &request{admission: admission, point: point}
	raw := admission.Object.Raw
	if admission.Operation == admissionv1.Delete {
		raw = admission.OldObject.Raw
	}
	if raw != nil {
		made.object = &unstructured.Unstructured{}
		if err := made.object.UnmarshalJSON(raw); err != nil {
			return nil, wire.BadInput("the object of the AdmissionReview: "+err.Error(), nil)
		}
	}
	if isNamespace(admission.Kind.Group, admission.Kind.Kind) {
		// An older client may say that a Namespace is in itself; Gatekeeper takes that back.
		admission.Namespace = ""
	}
	made.namespace = around.namespaceFor(admission.Namespace, point)
	return made, nil
}

func readObject(text json.RawMessage, point string, around *world) (*request, error) {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(text); err != nil {
		return nil, wire.BadInput(err.Error(), nil)
	}
	return &request{object: object, namespace: around.namespaces[object.GetNamespace()], point: point}, nil
}

// namespaceFor is nil where there is none, and where gator would look for it among the objects of the inventory alone.
func (w *world) namespaceFor(name, point string) *corev1.Namespace {
	if name == "" || point == gatorPoint {
		return w.namespaces[name]
	}
	return w.namespace(name)
}

func isNamespace(group, kind string) bool { return group == "" && kind == namespaceKind }

// reviewed is the form in which the client is given the request.
func (r *request) reviewed() any {
	if r.admission == nil {
		return &target.AugmentedUnstructured{Object: *r.object, Namespace: r.namespace, Source: mutationtypes.SourceTypeOriginal}
	}
	return &target.AugmentedReview{
		AdmissionRequest: r.admission, Namespace: r.namespace, Source: mutationtypes.SourceTypeOriginal, IsAdmission: r.point == webhookPoint,
	}
}

// options are those of Gatekeeper's webhook, or of gator.
func (r *request) options() []reviews.ReviewOpt {
	options := []reviews.ReviewOpt{reviews.EnforcementPoint(enforcementPoint(r.point))}
	if namespaced := util.NamespaceReviewOpt(r.namespace, logr.Discard()); namespaced != nil {
		options = append(options, namespaced)
	}
	return options
}

func enforcementPoint(point string) string {
	if point == gatorPoint {
		return util.GatorEnforcementPoint
	}
	return util.WebhookEnforcementPoint
}

// review asks the client, about the object and about what it generates.
func (p *policies) review(asked *request) (*types.Responses, error) {
	resultants, err := p.expand(asked)
	if err != nil {
		return nil, err
	}
	options := asked.options()
	response, err := p.client.Review(context.Background(), asked.reviewed(), options...)
	if err != nil {
		return nil, err
	}
	return response, p.reviewResultants(resultants, response, asked, options)
}

// generator is the object as the expansion system and the mutators are given it.
func (r *request) generator() *mutationtypes.Mutable {
	generator := &mutationtypes.Mutable{Object: r.object.DeepCopy(), Namespace: r.namespace, Source: mutationtypes.SourceTypeOriginal}
	if r.admission == nil {
		return generator
	}
	kind := r.admission.Kind
	generator.Object.SetNamespace(r.admission.Namespace)
	generator.Object.SetGroupVersionKind(schema.GroupVersionKind{Group: kind.Group, Version: kind.Version, Kind: kind.Kind})
	generator.Username, generator.Operation = r.admission.UserInfo.Username, r.admission.Operation
	return generator
}

// canMutate is false for what Gatekeeper's mutating webhook lets pass.
func (r *request) canMutate() bool {
	return r.admission == nil || match.IsSupportedMutationOperation(r.admission.Operation)
}
