package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kjson "k8s.io/apimachinery/pkg/util/json"
)

// addConstraint takes a Constraint that Gatekeeper takes: its client, and before it its webhook, which refuses unknown actions.
func (p *policies) addConstraint(object placed) error {
	constraint := object.DeepCopy()
	key := drivers.ConstraintKeyFrom(constraint)
	if _, twice := p.client.constraints[key]; twice {
		return fmt.Errorf("there is another Constraint `%s`; keep one of them", nameOf(constraint))
	}
	if _, err := p.client.AddConstraint(context.Background(), constraint); err != nil {
		return err
	}
	p.client.constraints[key] = constraint
	if p.point == webhookPoint {
		if err := checkAction(constraint); err != nil {
			return err
		}
	}
	p.constraints = append(p.constraints, placed{constraint, object.document})
	p.own = append(p.own, constraint)
	return nil
}

func checkAction(constraint *unstructured.Unstructured) error {
	action, found, err := unstructured.NestedString(constraint.Object, "spec", "enforcementAction")
	if err != nil || !found || action == "" {
		return err
	}
	return util.ValidateEnforcementAction(util.EnforcementAction(action), constraint.Object)
}

// overridden are Constraints with parameters that are not their own.
type overridden struct {
	text        []byte
	constraints []*unstructured.Unstructured
}

// with are the Constraints of a request: the policies' own, or as many with other parameters where their template takes any.
func (p *policies) with(parameters json.RawMessage) ([]*unstructured.Unstructured, error) {
	if len(parameters) == 0 {
		return p.own, nil
	}
	if bytes.Equal(p.overridden.text, parameters) {
		return p.overridden.constraints, nil
	}
	var value map[string]any
	if err := kjson.Unmarshal(parameters, &value); err != nil {
		return nil, fmt.Errorf("parameters are an object: %w", err)
	}
	made := overridden{text: parameters}
	taken := len(value) == 0
	for _, constraint := range p.own {
		if validation := p.client.templates[constraint.GetKind()].Spec.CRD.Spec.Validation; validation == nil || validation.OpenAPIV3Schema == nil {
			made.constraints = append(made.constraints, constraint)
			continue
		}
		taken = true
		other := constraint.DeepCopy()
		if err := unstructured.SetNestedMap(other.Object, value, "spec", "parameters"); err != nil {
			return nil, err
		}
		made.constraints = append(made.constraints, other)
	}
	if !taken {
		return nil, errors.New("no Constraint takes parameters: no template has a schema for them")
	}
	p.overridden = made
	return made.constraints, nil
}
