package main

import (
	"context"

	"github.com/open-policy-agent/frameworks/constraint/pkg/client/reviews"
	"github.com/open-policy-agent/frameworks/constraint/pkg/types"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/expansion"
	mutationtypes "github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/types"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
)

// expand makes the objects that the request's object generates.
func (p *policies) expand(asked *request) ([]*expansion.Resultant, error) {
	if p.expansions == nil || asked.object == nil {
		return nil, nil
	}
	return p.expansions.Expand(asked.generator())
}

// reviewResultants adds what the client says of generated objects to the response.
func (p *policies) reviewResultants(resultants []*expansion.Resultant, response *types.Responses, asked *request, options []reviews.ReviewOpt) error {
	for _, resultant := range resultants {
		generated := &target.AugmentedUnstructured{Object: *resultant.Obj, Namespace: asked.namespace, Source: mutationtypes.SourceTypeGenerated}
		if asked.admission != nil {
			generated.Operation = asked.admission.Operation
		}
		implied, err := p.client.Review(context.Background(), generated, options...)
		if err != nil {
			return err
		}
		expansion.OverrideEnforcementAction(resultant.EnforcementAction, implied)
		expansion.AggregateResponses(resultant.TemplateName, response, implied)
	}
	return nil
}
