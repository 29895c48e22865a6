package judge

import (
	"context"
	"encoding/json"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/verdict"
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
	kept, ok := s.policies[request.Policies].(celPolicies)
	if !ok {
		return nil, wire.BadRequest("there are no policies in CEL `" + request.Policies + "`")
	}
	explainer, err := cel.NewExplainer(kept.compiled, surroundings)
	if err != nil {
		return nil, err
	}
	admitted, refusal, err := request.admit(surroundings, nil)
	if err != nil {
		return nil, err
	}
	if refusal != nil {
		return nil, badInput(verdict.Respond(refusal))
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
