package cel

import (
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// Coverage is what the evaluations of policies reached of their expressions.
type Coverage struct {
	explainer   *Explainer
	expressions []*covered
}

// covered is an expression with its points.
type covered struct {
	tracked
	points []*point
}

// CoveredExpression is one expression of a policy.
type CoveredExpression struct {
	Path   string         `json:"path"`
	Policy string         `json:"policy"`
	Field  string         `json:"field"`
	Points []CoveredPoint `json:"points"`
}

// CoveredPoint is a part that is not always evaluated when what is around it is, or the whole. Of a condition both outcomes count.
type CoveredPoint struct {
	Line int `json:"line"`
	// Column is 0 where it is not known.
	Column int    `json:"column,omitempty"`
	Text   string `json:"text"`
	Hits   int    `json:"hits"`
	// Outcomes is there for a condition: how often it was true, and how often false.
	Outcomes *[2]int `json:"outcomes,omitempty"`
	// Within is the index of the point around it; -1 for the whole.
	Within int `json:"within"`
}

// Cover compiles policies a second time, with expressions that note what is evaluated of them.
func Cover(policies *Policies) (*Policies, *Coverage, error) {
	made := &Coverage{}
	again, err := policies.tracked(made)
	made.explainer = &Explainer{policies: again}
	return again, made, err
}

// program is that of an expression, which notes what it evaluates.
func (c *Coverage) program(env *cel.Env, of *tracked) (cel.Program, error) {
	made := &covered{*of, pointsOf(of.tree.NativeRep(), of.decides())}
	byID := make(map[int64]*point, len(made.points))
	for _, each := range made.points {
		byID[each.expr.ID()] = each
	}
	program, err := env.Program(of.tree, cel.InterruptCheckFrequency(celconfig.CheckFrequency), cel.CustomDecoratorV2(
		func(i interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
			if noted := byID[i.ID()]; noted != nil {
				return &watch{i, noted}, nil
			}
			return i, nil
		},
	))
	if err == nil {
		c.expressions = append(c.expressions, made)
	}
	return program, err
}

// watch evaluates a point.
type watch struct {
	interpreter.InterpretableV2
	point *point
}

// Eval implements interpreter.Interpretable.
func (w *watch) Eval(activation interpreter.Activation) ref.Val {
	return w.point.note(w.InterpretableV2.Eval(activation))
}

// Exec implements interpreter.InterpretableV2.
func (w *watch) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	return w.point.note(w.InterpretableV2.Exec(frame))
}

func (p *point) note(value ref.Val) ref.Val {
	p.hits++
	switch value {
	case types.True:
		p.outcomes[0]++
	case types.False:
		p.outcomes[1]++
	}
	return value
}

// Expressions are all of the policies, with what was reached by now.
func (c *Coverage) Expressions() []CoveredExpression {
	all := []CoveredExpression{}
	for _, each := range c.expressions {
		part, _, field := c.explainer.place(&each.tracked)
		told := CoveredExpression{Policy: each.policy, Field: field}
		document := c.explainer.document(each.policy, part == "mutation")
		if document == nil {
			continue
		}
		told.Path = document.Path
		places := document.Places(field)
		tree := each.tree.NativeRep()
		for _, at := range each.points {
			made := CoveredPoint{Text: cut(textOf(at.expr, tree)), Hits: at.hits, Within: at.within}
			made.Line, made.Column = places.Of(startOf(at.expr, tree.SourceInfo(), []rune(each.accessor.GetExpression())))
			if at.condition {
				outcomes := at.outcomes
				made.Outcomes = &outcomes
			}
			told.Points = append(told.Points, made)
		}
		all = append(all, told)
	}
	return all
}
