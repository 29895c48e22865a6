package cel

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Reads is what policies look at and compare with; docs/wire.md has it as the op `reads`.
type Reads struct {
	Chains   [][]string    `json:"chains"`
	Strings  []string      `json:"strings"`
	Numbers  []json.Number `json:"numbers"`
	Patterns []string      `json:"patterns"`
	Matches  []Match       `json:"matches"`
	// Requests are fields of the request itself.
	Requests [][]string `json:"requests"`
}

// Match is one resource rule of a policy.
type Match struct {
	APIGroups   []string `json:"apiGroups"`
	APIVersions []string `json:"apiVersions"`
	Resources   []string `json:"resources"`
	Operations  []string `json:"operations"`
}

// Reads takes the syntax trees of every expression apart. An expression is parsed as it is written, without its macros, so that a chain of
// fields stays one.
func (p *Policies) Reads() (*Reads, error) {
	env, err := cel.NewEnv(cel.OptionalTypes(), cel.ClearMacros())
	if err != nil {
		return nil, err
	}
	r := newReader()
	parse := func(expressions []string) {
		for _, expression := range expressions {
			if parsed, issues := env.Parse(expression); issues.Err() == nil {
				r.expr(parsed.NativeRep().Expr())
			}
		}
	}
	for _, bound := range p.validating {
		parse(expressionsOf(&bound.policy.Spec))
		r.match(bound.policy.Spec.MatchConstraints)
		for _, binding := range bound.bindings {
			r.selectors(binding.Spec.MatchResources)
		}
	}
	for _, bound := range p.mutating {
		parse(mutatingExpressionsOf(&bound.policy.Spec))
		r.match(bound.policy.Spec.MatchConstraints)
		for _, binding := range bound.bindings {
			r.selectors(binding.Spec.MatchResources)
		}
	}
	return r.found(), nil
}

func mutatingExpressionsOf(spec *admissionregistrationv1.MutatingAdmissionPolicySpec) []string {
	var all []string
	for _, each := range spec.Variables {
		all = append(all, each.Expression)
	}
	for _, each := range spec.MatchConditions {
		all = append(all, each.Expression)
	}
	for i := range spec.Mutations {
		if expression, _ := patcherOf(&spec.Mutations[i]); expression != nil {
			all = append(all, expression.GetExpression())
		}
	}
	return all
}

func expressionsOf(spec *admissionregistrationv1.ValidatingAdmissionPolicySpec) []string {
	var all []string
	for _, each := range spec.Variables {
		all = append(all, each.Expression)
	}
	for _, each := range spec.MatchConditions {
		all = append(all, each.Expression)
	}
	for _, each := range spec.Validations {
		all = append(all, each.Expression, each.MessageExpression)
	}
	for _, each := range spec.AuditAnnotations {
		all = append(all, each.ValueExpression)
	}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// reader gathers from expressions.
type reader struct {
	chains   map[string][]string
	strings  map[string]bool
	numbers  map[string]bool
	patterns map[string]bool
	matches  []Match
	requests map[string][]string
}

func newReader() *reader {
	return &reader{map[string][]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, []Match{}, map[string][]string{}}
}

func (r *reader) expr(e ast.Expr) {
	if names, ok := r.chain(e); ok {
		r.keep(names)
		return
	}
	switch e.Kind() {
	case ast.CallKind:
		r.call(e.AsCall())
	case ast.ListKind:
		for _, element := range e.AsList().Elements() {
			r.expr(element)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			r.expr(entry.AsMapEntry().Key())
			r.expr(entry.AsMapEntry().Value())
		}
	case ast.StructKind:
		r.made(e.AsStruct())
	case ast.LiteralKind:
		switch value := e.AsLiteral().(type) {
		case types.String:
			r.strings[string(value)] = true
		case types.Int:
			r.numbers[strconv.FormatInt(int64(value), 10)] = true
		case types.Uint:
			r.numbers[strconv.FormatUint(uint64(value), 10)] = true
		case types.Double:
			r.numbers[strconv.FormatFloat(float64(value), 'g', -1, 64)] = true
		}
	}
}

// made takes what a mutation makes: the type of a part of an object is its place, `Object.spec.containers`, and so is the path of a JSON patch.
func (r *reader) made(made ast.StructExpr) {
	place := strings.Split(made.TypeName(), ".")
	for _, each := range made.Fields() {
		field := each.AsStructField()
		value := field.Value()
		switch {
		case place[0] == "Object":
			r.keep(append(slices.Clone(place), field.Name()))
		case made.TypeName() == "JSONPatch" && value.Kind() == ast.LiteralKind && (field.Name() == "path" || field.Name() == "op"):
			if pointer, ok := value.AsLiteral().(types.String); ok && field.Name() == "path" {
				r.keep(pointed(string(pointer)))
			}
			continue
		}
		r.expr(value)
	}
}

var unescaped = strings.NewReplacer("~1", "/", "~0", "~")

// pointed takes a JSON pointer apart, with the whole object as its root.
func pointed(pointer string) []string {
	names := strings.Split(strings.TrimSuffix(pointer, "/"), "/")
	for i, name := range names {
		if _, err := strconv.Atoi(name); err == nil || name == "-" {
			name = "*"
		}
		names[i] = unescaped.Replace(name)
	}
	return names
}

func (r *reader) call(call ast.CallExpr) {
	if call.IsMemberFunction() {
		r.expr(call.Target())
	}
	for _, arg := range call.Args() {
		if arg.Kind() == ast.LiteralKind && call.FunctionName() == "matches" {
			if pattern, ok := arg.AsLiteral().(types.String); ok {
				r.patterns[string(pattern)] = true
				continue
			}
		}
		r.expr(arg)
	}
}

// chain takes fields apart that are followed from one value. A value that is something else than a name is looked into too.
func (r *reader) chain(e ast.Expr) (names []string, ok bool) {
	switch e.Kind() {
	case ast.IdentKind:
		return []string{e.AsIdent()}, true
	case ast.SelectKind:
		return r.step(e.AsSelect().Operand(), e.AsSelect().FieldName()), true
	case ast.CallKind:
		call := e.AsCall()
		switch call.FunctionName() {
		case "_?._", "_[_]", "_[?_]":
			return r.step(call.Args()[0], r.index(call.Args()[1])), true
		case "orValue":
			if names, ok := r.chain(call.Target()); ok {
				for _, arg := range call.Args() {
					r.expr(arg)
				}
				return names, true
			}
		}
	}
	return nil, false
}

// step follows a field of a value; what is no chain begins one with a root that has no name.
func (r *reader) step(of ast.Expr, name string) []string {
	if names, ok := r.chain(of); ok {
		return append(slices.Clone(names), name)
	}
	r.expr(of)
	return []string{"", name}
}

func (r *reader) index(e ast.Expr) string {
	if e.Kind() == ast.LiteralKind {
		if name, ok := e.AsLiteral().(types.String); ok {
			return string(name)
		}
		return "*"
	}
	r.expr(e)
	return "*"
}

// keep leaves the root out, and with `variables` the variable's name. What is looked at in the request is kept apart.
func (r *reader) keep(names []string) {
	rest := names[1:]
	switch names[0] {
	case "variables":
		rest = rest[min(1, len(rest)):]
	case "request":
		if len(rest) > 0 {
			r.requests[strings.Join(names, "\x00")] = names
		}
		return
	case "params", "authorizer":
		return
	}
	if len(rest) > 0 {
		r.chains[strings.Join(rest, "\x00")] = rest
	}
}

func (r *reader) match(match *admissionregistrationv1.MatchResources) {
	if match == nil {
		return
	}
	for _, rule := range match.ResourceRules {
		operations := make([]string, len(rule.Operations))
		for i, operation := range rule.Operations {
			operations[i] = string(operation)
		}
		r.matches = append(r.matches, Match{rule.APIGroups, rule.APIVersions, rule.Resources, operations})
	}
	r.selectors(match)
}

func (r *reader) selectors(match *admissionregistrationv1.MatchResources) {
	if match == nil {
		return
	}
	for _, selector := range []*metav1.LabelSelector{match.NamespaceSelector, match.ObjectSelector} {
		if selector == nil {
			continue
		}
		for key, value := range selector.MatchLabels {
			r.label(key, value)
		}
		for _, requirement := range selector.MatchExpressions {
			r.label(requirement.Key, requirement.Values...)
		}
	}
}

func (r *reader) label(key string, values ...string) {
	names := []string{"metadata", "labels", key}
	r.chains[strings.Join(names, "\x00")] = names
	for _, value := range values {
		r.strings[value] = true
	}
}

func (r *reader) found() *Reads {
	numbers := []json.Number{}
	for _, number := range sortedKeys(r.numbers) {
		numbers = append(numbers, json.Number(number))
	}
	return &Reads{sortedChains(r.chains), sortedKeys(r.strings), numbers, sortedKeys(r.patterns), r.matches, sortedChains(r.requests)}
}

func sortedChains(chains map[string][]string) [][]string {
	return append([][]string{}, slices.SortedFunc(maps.Values(chains), func(a, b []string) int {
		return cmp.Compare(strings.Join(a, "\x00"), strings.Join(b, "\x00"))
	})...)
}

func sortedKeys(set map[string]bool) []string {
	return append([]string{}, slices.Sorted(maps.Keys(set))...)
}
