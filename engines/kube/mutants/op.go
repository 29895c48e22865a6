// Package mutants makes copies of policies with one slip in each: on cel-go's syntax trees of their expressions, and on the objects around them. Tests
// of a policy that are any good tell it from every copy.
package mutants

import (
	"encoding/json"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/release"
	"assay.dev/engines/manifest/source"
	"assay.dev/engines/wire"
)

// Mutant is a source with one slip in it.
type Mutant struct {
	Path string `json:"path"`
	// Line and Column are where Original begins, 1-based. Column is 0 where the document is written anew.
	Line   int    `json:"line"`
	Column int    `json:"column,omitempty"`
	Policy string `json:"policy"`
	// Field is where the slip is in the object, such as `spec.validations[0].expression`.
	Field       string `json:"field"`
	Operator    string `json:"operator"`
	Original    string `json:"original"`
	Replacement string `json:"replacement"`
	// Text is the whole source with that one change.
	Text string `json:"text"`
}

// Answer is what docs/wire.md says of the op `mutants`.
type Answer struct {
	Mutants  []Mutant         `json:"mutants"`
	Problems []source.Problem `json:"problems"`
}

// Keeper keeps the policies that mutants are, by their place in the answer, under a name.
type Keeper func(as string, made []*cel.Policies)

// Op answers the op `mutants`.
func Op(keep Keeper) wire.Handler {
	return func(body json.RawMessage) (any, error) {
		var request struct {
			As         string          `json:"as"`
			Sources    []source.Source `json:"sources"`
			Kubernetes string          `json:"kubernetes"`
			Operators  []string        `json:"operators"`
		}
		if err := wire.Decode(body, &request); err != nil {
			return nil, err
		}
		asked, err := release.Of(request.Kubernetes)
		if err != nil {
			return nil, err
		}
		m, problems, err := newMaker(request.Sources, request.Operators, asked)
		if err != nil {
			return nil, err
		}
		for _, document := range m.documents {
			if err := m.make(document); err != nil {
				return nil, err
			}
		}
		if request.As != "" {
			keep(request.As, m.made)
		}
		return Answer{m.found, problems}, nil
	}
}
