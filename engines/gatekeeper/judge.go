package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/frameworks/constraint/pkg/types"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/controller/config/process"
)

// judge says what Gatekeeper says of one request.
func (e *engine) judge(body json.RawMessage) (any, error) {
	p, around, asked, err := e.ask(body)
	if err != nil {
		return nil, err
	}
	said, err := e.verdictOn(p, around, asked)
	if err != nil {
		return nil, err
	}
	return struct {
		Verdict *verdict `json:"verdict"`
	}{said}, nil
}

// ask reads a question and finds the handles in it.
func (e *engine) ask(body json.RawMessage) (*policies, *world, *question, error) {
	var asked question
	if err := wire.Decode(body, &asked); err != nil {
		return nil, nil, nil, err
	}
	p, known := e.policies[asked.Policies]
	if !known {
		return nil, nil, nil, wire.BadRequest(fmt.Sprintf("no handle `%s`: send `policies` first", asked.Policies))
	}
	around := emptyWorld
	if asked.World != "" {
		if around, known = e.worlds[asked.World]; !known {
			return nil, nil, nil, wire.BadRequest(fmt.Sprintf("no handle `%s`: send `world` first", asked.World))
		}
	}
	return p, around, &asked, nil
}

// verdictOn judges a question. What cannot be judged is an error in the verdict; what is no request at all is an error of the op.
func (e *engine) verdictOn(p *policies, around *world, asked *question) (*verdict, error) {
	reviewed, err := readRequest(asked, p.point, around)
	if err != nil {
		return nil, err
	}
	said := newVerdict()
	if err := p.prepare(around, asked); err != nil {
		said.fail(asked.codeOf(), err.Error(), "")
		return said.decide(""), nil
	}
	external := e.clients.external
	external.use(around.external)
	skipped, err := p.say(said, reviewed, around)
	if err != nil {
		said.fail(codeEvaluation, err.Error(), "")
	}
	said.Errors = append(said.Errors, external.missed()...)
	return said.decide(skipped), nil
}

// say adds to a verdict what the mutators and the client say of a request. It gives why nothing applied, where nothing did.
func (p *policies) say(said *verdict, reviewed *request, around *world) (string, error) {
	changed, skipped, err := p.admit(reviewed, around)
	if said.Object = changed; err != nil || skipped != "" {
		return skipped, err
	}
	p.client.asked.reset(false)
	response, err := p.review(reviewed)
	if err != nil {
		return "", err
	}
	for _, failed := range p.client.asked.failed {
		said.fail(codeEvaluation, failed.Msg, nameOf(failed.Constraint))
	}
	results := response.Results()
	applied := len(results) > 0 || len(p.client.asked.matched) > 0 || (changed != nil && len(p.constraints) == 0)
	said.take(slices.DeleteFunc(results, func(result *types.Result) bool { return slices.Contains(p.client.asked.failed, result) }), p.point)
	if !applied {
		return p.unmatched(), nil
	}
	return "", nil
}

// admit is what comes before the review: the mutators, of which it gives the changed object, and why the request is not reviewed, where it is not.
func (p *policies) admit(reviewed *request, around *world) (map[string]any, string, error) {
	if p.point == webhookPoint && reviewed.admission != nil {
		if skipped := p.sent.not(reviewed, around); skipped != "" {
			return nil, skipped, nil
		}
	}
	changed, err := p.mutate(reviewed)
	if err == nil && p.point == webhookPoint && p.excludes(reviewed, process.Webhook) {
		return changed, "Namespace is set to be ignored by Gatekeeper config", nil
	}
	return changed, "", err
}

// prepare puts on the client what the question asks for.
func (p *policies) prepare(around *world, asked *question) error {
	constraints, err := p.with(asked.Parameters)
	if err != nil {
		return err
	}
	return p.client.use(constraints, around.inventory)
}

// codeOf is whose fault it is where the Constraints of a question are refused.
func (q *question) codeOf() string {
	if len(q.Parameters) > 0 {
		return codeBadWorld
	}
	return codeBadPolicy
}

// unmatched is why nothing judged.
func (p *policies) unmatched() string {
	switch {
	case len(p.constraints) == 0 && p.mutations != nil:
		return "no mutator changes the object, and there is no Constraint"
	case len(p.constraints) == 0:
		return "there is no Constraint"
	}
	names := make([]string, 0, len(p.constraints))
	for _, constraint := range p.constraints {
		names = append(names, nameOf(constraint.Unstructured))
	}
	return "no Constraint matches: " + strings.Join(names, ", ")
}
