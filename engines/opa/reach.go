package main

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// reach follows a rule through the rules and functions it uses, in any package, and gathers which keys of `input` they read.
// It works on what OPA's compiler has resolved: names are full refs, and each nested call has a local variable of its own.
type reach struct {
	compiler *ast.Compiler
	// keys are the constant keys looked up in the input itself.
	keys map[string]bool
	// whole: the input was used in a way that names no key.
	whole bool
	seen  map[string]bool
	// gives remembers whether a rule's value is the input itself; a rule under way counts as one that is not.
	gives map[*ast.Rule]bool
}

func newReach(compiler *ast.Compiler) *reach {
	return &reach{compiler: compiler, keys: map[string]bool{}, seen: map[string]bool{}, gives: map[*ast.Rule]bool{}}
}

// document follows every rule that a ref under `data` may mean.
func (r *reach) document(ref ast.Ref) {
	for _, rule := range r.rules(ref) {
		r.rule(rule, nil)
	}
}

func (r *reach) rules(ref ast.Ref) []*ast.Rule {
	return r.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})
}

// rule walks one rule; given tells which of its arguments are the input itself.
func (r *reach) rule(rule *ast.Rule, given []bool) {
	visit := fmt.Sprintf("%p%v", rule, given)
	if r.seen[visit] {
		return
	}
	r.seen[visit] = true
	body := scope{r, map[ast.Var]bool{}}
	for i, arg := range rule.Head.Args {
		if i < len(given) && given[i] {
			body.parameter(arg)
		}
	}
	body.learn(rule.Body)
	body.walk(rule.Body)
	for _, part := range []*ast.Term{rule.Head.Key, rule.Head.Value} {
		if part != nil && !body.isInput(part) {
			body.walk(part)
		}
	}
	if rule.Else != nil {
		r.rule(rule.Else, given)
	}
}

// givesInput reports whether a rule's value is the input itself, as with `resource := input`.
func (r *reach) givesInput(rule *ast.Rule) bool {
	if known, ok := r.gives[rule]; ok {
		return known
	}
	r.gives[rule] = false
	if len(rule.Head.Args) == 0 && rule.Head.Value != nil {
		body := scope{r, map[ast.Var]bool{}}
		body.learn(rule.Body)
		r.gives[rule] = body.isInput(rule.Head.Value)
	}
	return r.gives[rule]
}

// within takes a ref apart that starts at the input under whatever name; the rest is what is looked up in it.
func (r *reach) within(ref ast.Ref, names map[ast.Var]bool) (rest ast.Ref, ok bool) {
	head, isVar := ref[0].Value.(ast.Var)
	if !isVar {
		return nil, false
	}
	if names[head] || head.Equal(ast.InputRootDocument.Value) {
		return ref[1:], true
	}
	if !head.Equal(ast.DefaultRootDocument.Value) {
		return nil, false
	}
	for _, rule := range r.compiler.GetRulesForVirtualDocument(ref) {
		if path := rule.Ref().GroundPrefix(); len(path) <= len(ref) && r.givesInput(rule) {
			return ref[len(path):], true
		}
	}
	return nil, false
}
