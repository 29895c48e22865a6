package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/frameworks/constraint/pkg/apis/constraints"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// matchedConstraint is a Constraint that a request is held against.
type matchedConstraint struct {
	Template   string   `json:"template"`
	Kind       string   `json:"kind"`
	Name       string   `json:"name"`
	Parameters any      `json:"parameters"`
	Actions    []string `json:"actions"`
}

// rejection is a Constraint that Gatekeeper could not hold a request against. It acts as if the request broke it.
type rejection struct {
	evaluationError
	Actions []string `json:"actions"`
}

// matches is the answer of `match`.
type matches struct {
	Constraints []matchedConstraint `json:"constraints"`
	Rejected    []rejection         `json:"rejected"`
	Skipped     string              `json:"skipped,omitempty"`
	// Object is what mutators made of the request's, where they changed it; the input has it.
	Object map[string]any `json:"object,omitempty"`
	Input  struct {
		Review map[string]any `json:"review"`
	} `json:"input"`
	// asked says that Constraints were asked at all.
	asked bool
}

// match says which Constraints a request is held against, and what their Rego would be given.
func (e *engine) match(body json.RawMessage) (any, error) {
	found, _, _, err := e.matchOf(body)
	return found, err
}

func (e *engine) matchOf(body json.RawMessage) (*matches, *policies, *request, error) {
	p, around, asked, err := e.ask(body)
	if err != nil {
		return nil, nil, nil, err
	}
	reviewed, err := readRequest(asked, p.point, around)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := p.prepare(around, asked); err != nil {
		return nil, nil, nil, wire.BadInput(err.Error(), map[string]string{"code": asked.codeOf()})
	}
	found := &matches{Constraints: []matchedConstraint{}, Rejected: []rejection{}}
	external := e.clients.external
	external.use(around.external)
	found.Object, found.Skipped, err = p.admit(reviewed, around)
	if missed := external.missed(); len(missed) > 0 {
		err = errors.New(missed[0].Message)
	}
	if err != nil {
		return nil, nil, nil, badInput(err)
	}
	if found.Input.Review, err = p.client.inputOf(reviewed); err != nil {
		return nil, nil, nil, badInput(err)
	}
	if found.asked = found.Skipped == ""; !found.asked {
		return found, p, reviewed, nil
	}
	return found, p, reviewed, p.matchInto(found, reviewed)
}

// matchInto asks the client, which asks its drivers nothing.
func (p *policies) matchInto(found *matches, reviewed *request) error {
	p.client.asked.reset(true)
	response, err := p.client.Review(context.Background(), reviewed.reviewed(), reviewed.options()...)
	if err != nil {
		return badInput(err)
	}
	for _, constraint := range p.client.asked.matched {
		found.Constraints = append(found.Constraints, p.matched(constraint))
	}
	slices.SortFunc(found.Constraints, func(a, b matchedConstraint) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
	for _, result := range ordered(response.Results()) {
		failed := evaluationError{Code: codeEvaluation, Message: result.Msg, Policy: nameOf(result.Constraint)}
		found.Rejected = append(found.Rejected, rejection{failed, actionsAt(result.Constraint, enforcementPoint(p.point))})
	}
	if len(found.Constraints) == 0 && len(found.Rejected) == 0 {
		found.Skipped = p.unmatched()
	}
	return nil
}

// matched describes a Constraint as the point of these policies acts on it.
func (p *policies) matched(constraint *unstructured.Unstructured) matchedConstraint {
	parameters, _, _ := unstructured.NestedFieldNoCopy(constraint.Object, "spec", "parameters")
	return matchedConstraint{
		Template: strings.ToLower(constraint.GetKind()), Kind: constraint.GetKind(), Name: constraint.GetName(),
		Parameters: parameters, Actions: actionsAt(constraint, enforcementPoint(p.point)),
	}
}

// actionsAt are what is to be done about violations at an enforcement point.
func actionsAt(constraint *unstructured.Unstructured, point string) []string {
	action, err := constraints.GetEnforcementAction(constraint)
	if err != nil {
		return []string{}
	}
	if !constraints.IsEnforcementActionScoped(action) {
		return []string{action}
	}
	scoped, err := constraints.GetEnforcementActionsForEP(constraint, []string{point})
	if err != nil {
		return []string{}
	}
	return slices.Sorted(slices.Values(scoped[point]))
}

// inputOf is what Gatekeeper's driver for Rego gives to Rego as `input.review`.
func (c *compiled) inputOf(asked *request) (map[string]any, error) {
	_, review, err := c.target.HandleReview(asked.reviewed())
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(review)
	if err != nil {
		return nil, err
	}
	input := map[string]any{}
	if err := json.Unmarshal(text, &input); err != nil {
		return nil, err
	}
	input["namespaceObject"], err = util.NamespaceToMap(asked.namespace)
	return input, err
}

// badInput gives an error of Gatekeeper to the user.
func badInput(err error) error {
	return wire.BadInput(err.Error(), map[string]string{"code": codeEvaluation})
}
