package judge

import (
	"context"
	"encoding/json"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/podsecurity"
	"assay.dev/engines/kube/verdict"
	"assay.dev/engines/kube/world"
	"assay.dev/engines/wire"
	"k8s.io/apiserver/pkg/admission"
)

// explain answers the op `explain`.
func (s *Store) explain(body json.RawMessage) (any, error) {
	var request struct {
		question
		Policies string `json:"policies"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	surroundings, ok := s.worlds[request.World]
	if !ok {
		return nil, wire.BadRequest("there is no world `" + request.World + "`")
	}
	kept, ok := s.policies[request.Policies]
	if !ok {
		return nil, wire.BadRequest("there are no policies `" + request.Policies + "`")
	}
	admitted, refusal, err := request.admit(surroundings, nil)
	if err != nil {
		return nil, err
	}
	if refusal != nil {
		return nil, badInput(verdict.Respond(refusal))
	}
	switch kept := kept.(type) {
	case celPolicies:
		return kept.explain(&request.question, surroundings, admitted)
	case podSecurityPolicies:
		return kept.explain(surroundings, admitted)
	}
	return nil, wire.BadRequest("the policies `" + request.Policies + "` tell nothing")
}

func (p celPolicies) explain(request *question, surroundings *world.World, admitted *admit.Admitted) (any, error) {
	explainer, err := cel.NewExplainer(p.compiled, surroundings)
	if err != nil {
		return nil, err
	}
	take := func(policies admission.MutationInterface) (*admit.Admitted, error, error) {
		return request.admit(surroundings, policies)
	}
	var answer struct {
		Verdict *verdict.Verdict `json:"verdict"`
		*cel.Explanation
	}
	answer.Verdict, answer.Explanation, err = explainer.Explain(context.Background(), admitted, take)
	return answer, err
}

func (p podSecurityPolicies) explain(surroundings *world.World, admitted *admit.Admitted) (any, error) {
	if p.compiled == nil {
		return nil, wire.BadInput(errNothing.Error(), nil)
	}
	judge, err := podsecurity.NewJudge(p.compiled, surroundings)
	if err != nil {
		return nil, wire.BadInput(err.Error(), nil)
	}
	var answer struct {
		Verdict *verdict.Verdict      `json:"verdict"`
		Checked []podsecurity.Checked `json:"checked"`
	}
	answer.Verdict, answer.Checked = judge.Explain(context.Background(), admitted)
	return answer, nil
}
