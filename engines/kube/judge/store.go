// Package judge answers the ops that keep worlds and policies, and judge requests by them.
package judge

import (
	"context"
	"encoding/json"
	"errors"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/podsecurity"
	"assay.dev/engines/kube/verdict"
	"assay.dev/engines/kube/world"
	"assay.dev/engines/wire"
)

// Store keeps what the harness named, until it is dropped.
type Store struct {
	worlds   map[string]*world.World
	policies map[string]policies
	// members is how many policies belong to a handle that has none itself.
	members map[string]int
	// judges are made once for a pair.
	judges map[pair]judge
}

// NewStore is a store that holds nothing.
func NewStore() *Store {
	return &Store{worlds: map[string]*world.World{}, policies: map[string]policies{}, members: map[string]int{}, judges: map[pair]judge{}}
}

// Ops are the ops of docs/wire.md about worlds, policies, requests and releases.
func (s *Store) Ops() wire.Ops {
	return wire.Ops{
		"world": s.world, "inventory": s.inventory, "policies": s.compile, "admit": s.admit, "judge": s.judge, "decide": s.decide, "explain": s.explain, "coverage": s.coverage, "reads": s.reads,
		"releases": releases, "drop": s.drop,
	}
}

// pair is policies in a world.
type pair struct{ policies, world string }

// judge judges admitted requests.
type judge interface {
	Judge(ctx context.Context, admitted *admit.Admitted) *verdict.Verdict
}

// policies are compiled, and wait for a world.
type policies interface {
	in(w *world.World) (judge, error)
	reads() (*cel.Reads, error)
}

// errNothing keeps policies without any policy from allowing everything.
var errNothing = errors.New("none of the policies can judge: each has a problem that the op `policies` told")

type celPolicies struct {
	compiled *cel.Policies
	// coverage is nil where nobody wants to know what is evaluated.
	coverage *cel.Coverage
}

func (p celPolicies) in(w *world.World) (judge, error) {
	if p.compiled.Empty() {
		return nil, errNothing
	}
	return cel.NewJudge(p.compiled, w), nil
}

func (p celPolicies) reads() (*cel.Reads, error) { return p.compiled.Reads() }

type podSecurityPolicies struct{ compiled *podsecurity.Policy }

func (p podSecurityPolicies) in(w *world.World) (judge, error) {
	if p.compiled == nil {
		return nil, errNothing
	}
	return podsecurity.NewJudge(p.compiled, w)
}

// reads is what the checks are about: they are Go, so no syntax tree says more.
func (p podSecurityPolicies) reads() (*cel.Reads, error) {
	pods := cel.Match{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"pods", "pods/ephemeralcontainers"}, Operations: []string{"CREATE", "UPDATE"}}
	return &cel.Reads{Chains: [][]string{}, Strings: []string{}, Numbers: []json.Number{}, Patterns: []string{}, Matches: []cel.Match{pods}, Requests: [][]string{}}, nil
}

// judgeOf makes the judge of a pair once.
func (s *Store) judgeOf(of pair) (judge, *world.World, error) {
	surroundings, ok := s.worlds[of.world]
	if !ok {
		return nil, nil, wire.BadRequest("there is no world `" + of.world + "`")
	}
	if made, ok := s.judges[of]; ok {
		return made, surroundings, nil
	}
	compiled, ok := s.policies[of.policies]
	if !ok {
		return nil, nil, wire.BadRequest("there are no policies `" + of.policies + "`")
	}
	made, err := compiled.in(surroundings)
	if err != nil {
		return nil, nil, wire.BadInput(err.Error(), nil)
	}
	s.judges[of] = made
	return made, surroundings, nil
}
