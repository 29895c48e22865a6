package judge

import (
	"encoding/json"
	"maps"
	"strconv"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/podsecurity"
	"assay.dev/engines/kube/release"
	"assay.dev/engines/kube/world"
	"assay.dev/engines/manifest/source"
	"assay.dev/engines/wire"
)

// world answers the op `world`.
func (s *Store) world(body json.RawMessage) (any, error) {
	var request struct {
		As string `json:"as"`
		world.Spec
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	made, problems := world.New(&request.Spec)
	s.forget(request.As)
	s.worlds[request.As] = made
	return struct {
		Problems []world.Problem `json:"problems"`
	}{problems}, nil
}

// inventory answers the op `inventory`.
func (s *Store) inventory(body json.RawMessage) (any, error) {
	var request struct {
		World string `json:"world"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	known, ok := s.worlds[request.World]
	if !ok {
		return nil, wire.BadRequest("there is no world `" + request.World + "`")
	}
	inventory, err := known.Inventory()
	return struct {
		Inventory map[string]any `json:"inventory"`
	}{inventory}, err
}

// compile answers the op `policies`.
func (s *Store) compile(body json.RawMessage) (any, error) {
	var request struct {
		As         string          `json:"as"`
		Engine     string          `json:"engine"`
		Kubernetes string          `json:"kubernetes"`
		Sources    []source.Source `json:"sources"`
		Cover      bool            `json:"cover"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	asked, err := release.Of(request.Kubernetes)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Policies []source.Named   `json:"policies"`
		Problems []source.Problem `json:"problems"`
	}
	s.forget(request.As)
	switch request.Engine {
	case "cel":
		var compiled *cel.Policies
		compiled, answer.Policies, answer.Problems = cel.Parse(request.Sources, asked)
		kept := celPolicies{compiled: compiled}
		if request.Cover {
			if kept.compiled, kept.coverage, err = cel.Cover(compiled); err != nil {
				return nil, err
			}
		}
		s.policies[request.As] = kept
	case "podsecurity":
		var compiled *podsecurity.Policy
		compiled, answer.Policies, answer.Problems = podsecurity.Parse(request.Sources, asked)
		s.policies[request.As] = podSecurityPolicies{compiled}
	default:
		return nil, wire.BadRequest("`engine` must be `cel` or `podsecurity`, not `" + request.Engine + "`")
	}
	return answer, nil
}

// releases answers the op `releases`; a release that is asked about must be one of them.
func releases(body json.RawMessage) (any, error) {
	var request struct {
		Kubernetes string `json:"kubernetes"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	_, err := release.Of(request.Kubernetes)
	return release.Known(), err
}

// reads answers the op `reads`.
func (s *Store) reads(body json.RawMessage) (any, error) {
	var request struct {
		Policies string `json:"policies"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	compiled, ok := s.policies[request.Policies]
	if !ok {
		return nil, wire.BadRequest("there are no policies `" + request.Policies + "`")
	}
	return compiled.reads()
}

// drop answers the op `drop`.
func (s *Store) drop(body json.RawMessage) (any, error) {
	var request struct {
		Handles []string `json:"handles"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	for _, handle := range request.Handles {
		s.forget(handle)
	}
	return nil, nil
}

// Keep keeps policies that belong together: each has a handle of its own, and they are dropped as one.
func (s *Store) Keep(as string, all []*cel.Policies) {
	s.forget(as)
	s.members[as] = len(all)
	for i, each := range all {
		s.policies[member(as, i)] = celPolicies{compiled: each}
	}
}

func member(of string, i int) string { return of + "/" + strconv.Itoa(i) }

func (s *Store) forget(handle string) {
	gone := map[string]bool{handle: true}
	for i := range s.members[handle] {
		gone[member(handle, i)] = true
	}
	for each := range gone {
		delete(s.worlds, each)
		delete(s.policies, each)
	}
	delete(s.members, handle)
	maps.DeleteFunc(s.judges, func(of pair, _ judge) bool { return gone[of.policies] || gone[of.world] })
}
