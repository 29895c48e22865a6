package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
)

// reads answers the op `reads`: what the rules that entrypoints reach look at and compare with.
func reads(body json.RawMessage) (any, error) {
	var asked struct {
		sources
		Data        documents `json:"data"`
		Entrypoints []string  `json:"entrypoints"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	compiler, _, err := asked.compiled()
	if err != nil {
		return nil, err
	}
	reader := newReader(compiler)
	for _, entrypoint := range asked.Entrypoints {
		ref, err := entrypointRef(compiler, entrypoint)
		if err != nil {
			return nil, err
		}
		reader.rules(ref)
	}
	reader.document(map[string]any(asked.Data))
	return reader.found(), nil
}

// read is what docs/wire.md says of the op `reads`.
type read struct {
	Chains   [][]string    `json:"chains"`
	Strings  []string      `json:"strings"`
	Numbers  []json.Number `json:"numbers"`
	Patterns []string      `json:"patterns"`
	Matches  []any         `json:"matches"`
}

// reader gathers from compiled rules, each once, and from what they refer to.
type reader struct {
	compiler *ast.Compiler
	seen     map[*ast.Rule]bool
	chains   map[string][]string
	strings  map[string]bool
	numbers  map[string]bool
	patterns map[string]bool
}

func newReader(compiler *ast.Compiler) *reader {
	return &reader{compiler, map[*ast.Rule]bool{}, map[string][]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

func (r *reader) rules(ref ast.Ref) {
	for _, rule := range r.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true}) {
		for ; rule != nil && !r.seen[rule]; rule = rule.Else {
			r.seen[rule] = true
			ast.NewGenericVisitor(r.visit).Walk(rule.Body)
			for _, part := range []*ast.Term{rule.Head.Key, rule.Head.Value} {
				if part != nil {
					ast.NewGenericVisitor(r.visit).Walk(part)
				}
			}
		}
	}
}

// visit says whether it has seen to what is within.
func (r *reader) visit(node any) bool {
	switch node := node.(type) {
	case *ast.Expr:
		if node.IsCall() {
			r.call(node.OperatorTerm(), node.Operands())
			return true
		}
	case ast.Call:
		r.call(node[0], node[1:])
		return true
	case ast.Ref:
		r.ref(node)
		return true
	case *ast.Array:
		return r.path(node)
	case ast.String:
		r.strings[string(node)] = true
	case ast.Number:
		r.numbers[node.String()] = true
	}
	return false
}

// call goes on with the function, unless it is a builtin, and with what it is given; of a regular expression it keeps the pattern.
func (r *reader) call(operator *ast.Term, operands []*ast.Term) {
	if function, ok := operator.Value.(ast.Ref); ok && function.HasPrefix(ast.DefaultRootRef) {
		r.rules(function)
	}
	for i, operand := range operands {
		if pattern, ok := operand.Value.(ast.String); ok && i < 2 && strings.HasPrefix(operator.String(), "regex.") {
			r.patterns[string(pattern)] = true
		}
		ast.NewGenericVisitor(r.visit).Walk(operand)
	}
}

// ref keeps the names that are followed, and goes on with the rules where it leads to rules.
func (r *reader) ref(ref ast.Ref) {
	names := []string{}
	for _, term := range ref[1:] {
		name, ok := term.Value.(ast.String)
		if !ok {
			name = "*"
			ast.NewGenericVisitor(r.visit).Walk(term)
		}
		names = append(names, string(name))
	}
	switch {
	case ref.HasPrefix(ast.DefaultRootRef):
		r.rules(ref)
		r.chain(r.within(ref, names))
	case ref[0].Value.Compare(ast.InputRootDocument.Value) == 0:
		r.chain(ofObject(names))
	default:
		if _, isVar := ref[0].Value.(ast.Var); !isVar {
			ast.NewGenericVisitor(r.visit).Walk(ref[0])
		}
		r.chain(names)
	}
}

// within gives the names that are followed from what rules give: `containers[_].ports[_].hostPort`, where `containers` is a rule.
func (r *reader) within(ref ast.Ref, names []string) []string {
	for _, rule := range r.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true}) {
		if path := rule.Ref().GroundPrefix(); len(path) < len(ref) {
			followed := names[len(path)-1:]
			if start := slices.IndexFunc(followed, func(name string) bool { return name != "*" }); start >= 0 {
				return followed[start:]
			}
		}
	}
	return nil
}

// path takes a list of strings for a path too: `object.get(x, ["spec", "os"], {})`.
func (r *reader) path(list *ast.Array) bool {
	names := []string{}
	list.Foreach(func(term *ast.Term) {
		if name, ok := term.Value.(ast.String); ok {
			names = append(names, string(name))
		}
	})
	if len(names) == 0 || len(names) != list.Len() {
		return false
	}
	r.chain(ofObject(names))
	for _, name := range names {
		r.strings[name] = true
	}
	return true
}

func (r *reader) chain(names []string) {
	if len(names) > 0 {
		r.chains[strings.Join(names, "\x00")] = names
	}
}

// document keeps the scalars of documents under `data`: policies compare with them.
func (r *reader) document(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			r.strings[key] = true
			r.document(inner)
		}
	case []any:
		for _, inner := range value {
			r.document(inner)
		}
	case string:
		r.strings[value] = true
	case json.Number:
		r.numbers[value.String()] = true
	}
}

func (r *reader) found() read {
	numbers := []json.Number{}
	for _, number := range slices.Sorted(maps.Keys(r.numbers)) {
		numbers = append(numbers, json.Number(number))
	}
	chains := slices.SortedFunc(maps.Values(r.chains), func(a, b []string) int {
		return cmp.Compare(strings.Join(a, "\x00"), strings.Join(b, "\x00"))
	})
	return read{append([][]string{}, chains...), sortedKeys(r.strings), numbers, sortedKeys(r.patterns), []any{}}
}

func sortedKeys(set map[string]bool) []string {
	return slices.AppendSeq([]string{}, slices.Values(slices.Sorted(maps.Keys(set))))
}

// ofObject leaves out what leads to the object in the forms of input.
func ofObject(names []string) []string {
	for _, prefix := range [][]string{{"request", "object"}, {"request", "oldObject"}, {"review", "object"}, {"review", "oldObject"}} {
		if len(names) >= len(prefix) && slices.Equal(names[:len(prefix)], prefix) {
			return names[len(prefix):]
		}
	}
	return names
}
