package main

import (
	"strings"

	celschema "github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel/schema"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel/transform"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// constraintForms are the forms of a Constraint.
type constraintForms struct {
	Template   string `json:"template"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Path       string `json:"path"`
	Line       int    `json:"line"`
	Parameters any    `json:"parameters,omitempty"`
	// Object has the defaults of its template's schema, as the API server stores it.
	Object map[string]any `json:"object"`
	// Binding is the ValidatingAdmissionPolicyBinding, where the template has CEL and something is to be done at that enforcement point.
	Binding map[string]any `json:"binding,omitempty"`
	Match   matchForm      `json:"match"`
}

type matchForm struct {
	Kinds []any `json:"kinds"`
}

func (p *policies) constraintForms(constraint placed) (*constraintForms, error) {
	forms := &constraintForms{
		Template: strings.ToLower(constraint.GetKind()), Kind: constraint.GetKind(), Name: constraint.GetName(), Path: constraint.document.Path, Line: constraint.document.Line,
		Object: constraint.Object, Match: matchForm{[]any{}},
	}
	forms.Parameters, _, _ = unstructured.NestedFieldNoCopy(constraint.Object, "spec", "parameters")
	if kinds, found, err := unstructured.NestedSlice(constraint.Object, "spec", "match", "kinds"); err == nil && found {
		forms.Match.Kinds = kinds
	}
	actions := actionsAt(constraint.Unstructured, util.VAPEnforcementPoint)
	if len(actions) == 0 || !celschema.HasCELEngine(p.client.templates[forms.Kind]) {
		return forms, nil
	}
	binding, err := transform.ConstraintToBinding(constraint.Unstructured, actions)
	if err != nil {
		return nil, err
	}
	forms.Binding, err = plain(binding, admissionv1.SchemeGroupVersion.WithKind("ValidatingAdmissionPolicyBinding"))
	return forms, err
}
