package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// explainedRule is one rule body that topdown tried.
type explainedRule struct {
	Path      string      `json:"path"`
	Row       int         `json:"row"`
	Rule      string      `json:"rule"`
	Succeeded []succeeded `json:"succeeded"`
	Failed    []failed    `json:"failed"`
}

// succeeded is one time that a body held: what the rule gave, and the variables.
type succeeded struct {
	Value  string            `json:"value"`
	Values map[string]string `json:"values"`
}

// failed is an expression that ended a body, with the values in it.
type failed struct {
	Row    int               `json:"row"`
	Text   string            `json:"text"`
	Values map[string]string `json:"values"`
}

const (
	mostKept     = 8
	longestShown = 200
)

// explain evaluates the entrypoints of a handle as `eval` does, without the index of rules, which would leave out bodies without saying why.
func (e *engine) explain(body json.RawMessage) (any, error) {
	var asked struct {
		Handle    string          `json:"handle"`
		Input     json.RawMessage `json:"input"`
		Inventory documents       `json:"inventory"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	ready, known := e.prepared[asked.Handle]
	if !known {
		return nil, wire.BadRequest(fmt.Sprintf("no handle `%s`: `prepare` it first", asked.Handle))
	}
	input, err := ast.ValueFromReader(bytes.NewReader(asked.Input))
	if err != nil {
		return nil, wire.BadRequest("`input` is not JSON: " + err.Error())
	}
	seen, forget, err := ready.with(asked.Inventory)
	if err != nil {
		return nil, err
	}
	defer forget()
	watching := &explainer{input: input, rules: map[*ast.Rule]*explainedRule{}, frames: map[uint64]frame{}, refs: map[ast.Var]ast.Ref{}}
	options := append([]rego.EvalOption{rego.EvalParsedInput(input), rego.EvalQueryTracer(watching), rego.EvalRuleIndexing(false)}, seen...)
	for _, query := range ready.queries {
		if _, err := query.Eval(context.Background(), options...); err != nil {
			return nil, evaluationError(err, ready.place)
		}
	}
	return struct {
		Rules []*explainedRule `json:"rules"`
	}{watching.found()}, nil
}

// frame is a query under way: the body of a rule, or one inside of it, such as that of a comprehension.
type frame struct {
	rule   *ast.Rule
	nested bool
}

// explainer is told by topdown what it does.
type explainer struct {
	input  ast.Value
	rules  map[*ast.Rule]*explainedRule
	frames map[uint64]frame
	// refs are what the compiler has put into variables of its own.
	refs map[ast.Var]ast.Ref
}

// Enabled implements topdown.QueryTracer.
func (*explainer) Enabled() bool { return true }

// Config implements topdown.QueryTracer.
func (*explainer) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent implements topdown.QueryTracer.
func (x *explainer) TraceEvent(event topdown.Event) {
	switch node := event.Node.(type) {
	case *ast.Rule:
		x.rule(&event, node)
	case ast.Body:
		if event.Op == topdown.EnterOp {
			x.frames[event.QueryID] = frame{x.frames[event.ParentID].rule, true}
		}
	case *ast.Expr:
		x.expr(&event, node)
	}
}

func (x *explainer) rule(event *topdown.Event, rule *ast.Rule) {
	if event.Op == topdown.EnterOp {
		x.frames[event.QueryID] = frame{rule: rule}
		if x.rules[rule] == nil {
			at := rule.Loc()
			x.rules[rule] = &explainedRule{at.File, at.Row, explainedName(rule), []succeeded{}, []failed{}}
		}
		return
	}
	told := x.rules[rule]
	if event.Op != topdown.ExitOp || told == nil || len(told.Succeeded) == mostKept {
		return
	}
	given := rule.Head.Value
	if rule.Head.Key != nil {
		given = rule.Head.Key
	}
	made := succeeded{Values: map[string]string{}}
	if given != nil {
		made.Value = shorten(event.Plug(given).String())
	}
	event.Locals.Iter(func(name, value ast.Value) bool {
		if v, ok := name.(ast.Var); ok {
			x.local(event, v, value, made.Values)
		}
		return false
	})
	told.Succeeded = append(told.Succeeded, made)
}

func (x *explainer) expr(event *topdown.Event, expr *ast.Expr) {
	if event.Op == topdown.EvalOp {
		x.sought(event, expr)
	}
	at := x.frames[event.QueryID]
	if event.Op != topdown.FailOp || at.rule == nil || at.nested || x.rules[at.rule] == nil {
		return
	}
	told := x.rules[at.rule]
	made := failed{expr.Loc().Row, textOf(expr), x.values(event, expr)}
	if ref, sought := x.sought(event, expr); sought {
		made.Values[ref] = "undefined"
	}
	same := func(other failed) bool {
		return other.Row == made.Row && fmt.Sprint(other.Values) == fmt.Sprint(made.Values)
	}
	if len(told.Failed) < mostKept && !slices.ContainsFunc(told.Failed, same) {
		told.Failed = append(told.Failed, made)
	}
}

// sought is what the compiler puts into a variable of its own, where an expression is that and nothing else.
func (x *explainer) sought(event *topdown.Event, expr *ast.Expr) (string, bool) {
	if !expr.IsEquality() {
		return "", false
	}
	left, isVar := expr.Operand(0).Value.(ast.Var)
	right, isRef := expr.Operand(1).Value.(ast.Ref)
	if !isVar || !isRef || !left.IsGenerated() {
		return "", false
	}
	x.refs[left] = right
	if at := expr.Operand(1).Loc(); at != nil && len(at.Text) > 0 {
		return string(at.Text), true
	}
	return asWritten(event, right), true
}

// values are those of the variables in an expression, and what the input holds where it looks.
func (x *explainer) values(event *topdown.Event, expr *ast.Expr) map[string]string {
	values := map[string]string{}
	ast.WalkVars(expr, func(v ast.Var) bool {
		if event.Locals != nil {
			x.local(event, v, event.Locals.Get(v), values)
		}
		return false
	})
	ast.WalkRefs(expr, func(ref ast.Ref) bool {
		x.look(ref, values)
		return false
	})
	return values
}

func (x *explainer) local(event *topdown.Event, v ast.Var, value ast.Value, values map[string]string) {
	said, named := event.LocalMetadata[v]
	_, isVar := value.(ast.Var)
	switch {
	case value == nil || isVar:
	case named && !said.Name.IsGenerated() && !said.Name.IsWildcard() && !strings.HasPrefix(string(said.Name), "$"):
		values[string(said.Name)] = shorten(value.String())
	case x.refs[v] != nil:
		values[asWritten(event, x.refs[v])] = shorten(value.String())
	}
}

// asWritten has the names of the source for those that the compiler gave.
func asWritten(event *topdown.Event, ref ast.Ref) string {
	named := ref.Copy()
	for i, term := range named {
		v, isVar := term.Value.(ast.Var)
		if !isVar {
			continue
		}
		if said, known := event.LocalMetadata[v]; known {
			v = said.Name
		}
		if v.IsGenerated() {
			v = "_"
		}
		named[i] = ast.VarTerm(string(v))
	}
	return named.String()
}

func (x *explainer) look(ref ast.Ref, values map[string]string) {
	if !ref.HasPrefix(ast.InputRootRef) || !ref.IsGround() || len(ref) == 1 {
		return
	}
	values[ref.String()] = "undefined"
	if value, err := x.input.Find(ref[1:]); err == nil {
		values[ref.String()] = shorten(value.String())
	}
}

// found are the rules in the order of their files.
func (x *explainer) found() []*explainedRule {
	all := make([]*explainedRule, 0, len(x.rules))
	for _, rule := range x.rules {
		all = append(all, rule)
	}
	slices.SortFunc(all, func(a, b *explainedRule) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Rule, b.Rule))
	})
	return all
}

func explainedName(rule *ast.Rule) string {
	return rule.Module.Package.Path.String() + "." + ruleName(rule)
}

func textOf(expr *ast.Expr) string {
	if at := expr.Loc(); at != nil && len(at.Text) > 0 {
		return shorten(strings.Join(strings.Fields(string(at.Text)), " "))
	}
	return shorten(expr.String())
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return text
}
