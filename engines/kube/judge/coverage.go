package judge

import (
	"encoding/json"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/wire"
)

// coverage answers the op `coverage`.
func (s *Store) coverage(body json.RawMessage) (any, error) {
	var request struct {
		Policies string `json:"policies"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	kept, ok := s.policies[request.Policies].(celPolicies)
	if !ok || kept.coverage == nil {
		return nil, wire.BadRequest("there are no policies `" + request.Policies + "` that cover: name them with `cover`")
	}
	return struct {
		Expressions []cel.CoveredExpression `json:"expressions"`
	}{kept.coverage.Expressions()}, nil
}
