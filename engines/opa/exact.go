package main

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// exactPrefix marks a builtin that WASM carries itself, but that the host is to answer all the same. No policy has such a name.
const exactPrefix = "__topdown__."

// inexact are the builtins that OPA's WASM answers otherwise than topdown does: it takes the members of sets and the keys of objects in
// the order of their hashes, and does not escape HTML.
var inexact = []*ast.Builtin{ast.Concat, ast.JSONMarshal}

// wasmCapabilities are capabilities with the inexact builtins under names that WASM does not carry.
var wasmCapabilities = func() *ast.Capabilities {
	wasm := *capabilities
	wasm.Builtins = slices.Clone(capabilities.Builtins)
	for _, builtin := range inexact {
		renamed := *builtin
		renamed.Name = exactPrefix + builtin.Name
		wasm.Builtins = append(wasm.Builtins, &renamed)
	}
	return &wasm
}()

// exact makes every call of an inexact builtin one that the host answers. It changes the modules. A name that they define themselves,
// or replace with `with`, is left as it is.
func exact(modules map[string]*ast.Module) {
	for _, builtin := range inexact {
		if own := builtin.Ref(); !redefined(own, modules) {
			renamed := ast.MustParseRef(exactPrefix + builtin.Name)
			for _, module := range modules {
				renameCalls(module, own, renamed)
			}
		}
	}
}

func renameCalls(module *ast.Module, from, to ast.Ref) {
	rename := func(operator *ast.Term) {
		if ref, ok := operator.Value.(ast.Ref); ok && ref.Equal(from) {
			operator.Value = to
		}
	}
	ast.WalkExprs(module, func(expr *ast.Expr) bool {
		if expr.IsCall() {
			rename(expr.Terms.([]*ast.Term)[0])
		}
		return false
	})
	ast.WalkTerms(module, func(term *ast.Term) bool {
		if call, ok := term.Value.(ast.Call); ok {
			rename(call[0])
		}
		return false
	})
}

func redefined(name ast.Ref, modules map[string]*ast.Module) bool {
	first := name[0].Value.(ast.Var)
	for _, module := range modules {
		if slices.ContainsFunc(module.Rules, func(rule *ast.Rule) bool { return ruleName(rule) == string(first) }) ||
			slices.ContainsFunc(module.Imports, func(imported *ast.Import) bool { return imported.Name() == first }) ||
			replaced(name, module) {
			return true
		}
	}
	return false
}

func replaced(name ast.Ref, module *ast.Module) bool {
	found := false
	ast.WalkWiths(module, func(with *ast.With) bool {
		target, ok := with.Target.Value.(ast.Ref)
		found = found || ok && target.Equal(name)
		return found
	})
	return found
}

// plainName is the builtin's own name.
func plainName(name string) string { return strings.TrimPrefix(name, exactPrefix) }
