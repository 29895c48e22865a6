// Package typecheck types the expressions of policies as the server does for the status of a ValidatingAdmissionPolicy, with its own checker and schemas.
//
// The server's checker gives up where a rule has a wildcard, leaves subresources out and stops at ten kinds of a rule. Here each kind that a policy
// matches is checked by itself.
package typecheck

import (
	"encoding/json"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/world"
	"assay.dev/engines/manifest/source"
	"assay.dev/engines/wire"
)

// Warning is what the checker has against an expression, in its words.
type Warning struct {
	source.Problem
	Policy string `json:"policy"`
	Field  string `json:"field"`
	// Kinds are those of which it is said.
	Kinds []string `json:"kinds"`
	// Status says that the server looks at the expression too, so that the warning is in `status.typeChecking` of the policy.
	Status bool `json:"status"`
}

// Checked is a policy, and the kinds for which its expressions were typed.
type Checked struct {
	source.Named
	Kinds []string `json:"kinds"`
	// Untyped are kinds that the policy matches and of which no schema is known.
	Untyped []string `json:"untyped"`
}

// Answer is what docs/wire.md says of the op `typecheck`.
type Answer struct {
	Policies []Checked        `json:"policies"`
	Warnings []Warning        `json:"warnings"`
	Problems []source.Problem `json:"problems"`
}

// Op answers the op `typecheck`.
func Op(body json.RawMessage) (any, error) {
	var request struct {
		Sources []source.Source   `json:"sources"`
		CRDs    []json.RawMessage `json:"crds"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	around, unusable := world.New(&world.Spec{CRDs: request.CRDs})
	policies, _, problems := cel.Parse(request.Sources, nil)
	for _, each := range unusable {
		problems = append(problems, source.Problem{Message: each.Message})
	}
	answer := Answer{Policies: []Checked{}, Warnings: []Warning{}, Problems: problems}
	served := servedWith(around.CRDs())
	schemas := schemasWith(around.CRDs())
	for _, written := range policies.All() {
		subject := subjectOf(&written)
		checked, warnings := subject.check(served, schemas)
		answer.Policies = append(answer.Policies, checked)
		answer.Warnings = append(answer.Warnings, warnings...)
	}
	return answer, nil
}
