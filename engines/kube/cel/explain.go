package cel

import (
	"context"
	"fmt"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/verdict"
	"assay.dev/engines/manifest/source"
	"k8s.io/apiserver/pkg/admission"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
)

// Explanation is what policies did with one request.
type Explanation struct {
	Matched   []Matched   `json:"matched"`
	Evaluated []Evaluated `json:"evaluated"`
	// Params are of the policies that have any.
	Params []UsedParams `json:"params"`
}

// Evaluated is one expression that was evaluated.
type Evaluated struct {
	Policy string `json:"policy"`
	// Part is `variable`, `validation`, `matchCondition`, `message`, `auditAnnotation` or `mutation`.
	Part string `json:"part"`
	// Name is the variable's, the match condition's or the audit annotation's.
	Name  string `json:"name,omitempty"`
	Text  string `json:"text"`
	Path  string `json:"path"`
	Line  int    `json:"line"`
	Value string `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
	// Parts are those of the expression that were evaluated.
	Parts []Part `json:"parts"`
}

// Explainer judges by policies that tell what they do.
type Explainer struct {
	policies *Policies
	judge    *Judge
	cluster  Cluster
}

// NewExplainer compiles the policies a second time.
func NewExplainer(policies *Policies, cluster Cluster) (*Explainer, error) {
	again, err := policies.tracked(nil)
	if err != nil {
		return nil, err
	}
	return &Explainer{again, NewJudge(again, cluster), cluster}, nil
}

// Explain judges an admitted request, and tells how. Take is that of [Judge.JudgeMutated].
func (e *Explainer) Explain(ctx context.Context, admitted *admit.Admitted, take Take) (*verdict.Verdict, *Explanation, error) {
	followed := &track{}
	ctx = context.WithValue(ctx, trackKey{}, followed)
	var said *verdict.Verdict
	var err error
	if e.judge.Mutates() {
		said, err = e.judge.JudgeMutated(ctx, func(policies admission.MutationInterface) (*admit.Admitted, error, error) {
			return take(followedMutation{policies, followed})
		}, false)
	} else {
		said = e.judge.Judge(ctx, admitted)
	}
	if err != nil {
		return nil, nil, err
	}
	told := &Explanation{Matched: e.matched(admitted), Evaluated: []Evaluated{}, Params: e.params(admitted)}
	seen := map[string]bool{}
	for i := range followed.evaluations {
		made := e.evaluated(&followed.evaluations[i])
		// The dispatcher asks once for each binding.
		if key := fmt.Sprint(made); !seen[key] {
			seen[key] = true
			told.Evaluated = append(told.Evaluated, made)
		}
	}
	return said, told, nil
}

func (e *Explainer) evaluated(made *evaluation) Evaluated {
	part, name, field := e.place(made.expression)
	told := Evaluated{Policy: made.expression.policy, Part: part, Name: name, Text: made.expression.accessor.GetExpression(), Parts: []Part{}}
	document := e.document(made.expression.policy, part == "mutation")
	first, literal := 0, false
	if document != nil {
		told.Path = document.Path
		first, literal = document.TextLine(field)
	}
	told.Line = first
	if made.failure != nil {
		told.Error = made.failure.Error()
	} else {
		told.Value = shown(made.value)
	}
	if made.state != nil {
		reading := &parts{tree: made.expression.tree.NativeRep(), state: made.state, first: first, literal: literal}
		reading.read(reading.tree.Expr(), 0)
		told.Parts = append(told.Parts, reading.found...)
	}
	return told
}

// place is what an expression is in its policy, and the field that holds it.
func (e *Explainer) place(of *tracked) (part, name, field string) {
	at := func(list, key string) string { return fmt.Sprintf("spec.%s[%d].%s", list, of.position, key) }
	switch accessor := of.accessor.(type) {
	case *validating.Variable:
		return "variable", accessor.Name, at("variables", "expression")
	case *matchconditions.MatchCondition:
		return "matchCondition", accessor.Name, at("matchConditions", "expression")
	case *validating.ValidationCondition:
		return "validation", "", at("validations", "expression")
	case *validating.MessageExpressionCondition:
		return "message", "", at("validations", "messageExpression")
	case *validating.AuditAnnotationCondition:
		return "auditAnnotation", accessor.Key, at("auditAnnotations", "valueExpression")
	case *patch.JSONPatchCondition:
		return "mutation", "", e.mutationField(of.policy, accessor, "jsonPatch")
	case *patch.ApplyConfigurationCondition:
		return "mutation", "", e.mutationField(of.policy, accessor, "applyConfiguration")
	}
	return "expression", "", ""
}

func (e *Explainer) mutationField(policy string, accessor plugincel.ExpressionAccessor, key string) string {
	for i := range e.policies.mutating {
		if e.policies.mutating[i].policy.Name != policy {
			continue
		}
		for j, mutation := range e.policies.mutating[i].policy.Spec.Mutations {
			if made, _ := patcherOf(&mutation); made != nil && made.GetExpression() == accessor.GetExpression() {
				return fmt.Sprintf("spec.mutations[%d].%s.expression", j, key)
			}
		}
	}
	return ""
}

// document is where a policy is written. Of a policy of each kind with one name, the mutating one has the mutations.
func (e *Explainer) document(policy string, mutates bool) *source.Document {
	var found *source.Document
	for _, written := range e.policies.All() {
		switch {
		case written.Validating != nil && written.Validating.Name == policy:
			found = written.Document
		case written.Mutating != nil && written.Mutating.Name == policy && (mutates || found == nil):
			found = written.Document
		}
	}
	return found
}
