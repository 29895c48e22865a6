package main

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// exactPrefix marks a builtin that WASM carries itself, but that the host is to answer all the same. No policy has such a name.
const exactPrefix = "__topdown__."

// inexact are the builtins that OPA's WASM answers otherwise than topdown does. It takes the members of sets and the keys of objects in
// the order of their hashes, does not escape HTML, takes for JSON, for numbers and for base64 what is none, reads 1.0 as no integer, gives up
// on integers of more than 64 bits, crashes on empty paths, never ends on replacing nothing, and has its own mind on `indexof(x, "")`,
// on brackets in globs and on unions of none.
var inexact = []*ast.Builtin{
	ast.ArraySlice,
	ast.Base64Decode, ast.Base64IsValid, ast.Base64UrlDecode,
	ast.BitsAnd, ast.BitsNegate, ast.BitsOr, ast.BitsXOr,
	ast.Concat, ast.FormatInt, ast.IndexOf, ast.Replace, ast.Substring,
	ast.GlobMatch, ast.RegexFindAllStringSubmatch,
	ast.JSONFilter, ast.JSONIsValid, ast.JSONMarshal, ast.JSONRemove, ast.JSONUnmarshal,
	ast.ObjectUnionN,
	ast.InternalTemplateString,
}

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
	for _, module := range modules {
		exactTemplates(module)
	}
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
		found = found || with.Target.Value.String() == name.String() // a name of one word is parsed as a variable
		return found
	})
	return found
}

// exactTemplates lets the host write what a template string interpolates: `$"{x}"` becomes `$"{f([{x}])}"`, where f writes the one member
// of a set as a template string does, and is undefined where x is.
func exactTemplates(module *ast.Module) {
	write := ast.NewTerm(ast.MustParseRef(exactPrefix + ast.InternalTemplateString.Name))
	ast.WalkTerms(module, func(term *ast.Term) bool {
		if template, ok := term.Value.(*ast.TemplateString); ok {
			for _, part := range template.Parts {
				if expr, ok := part.(*ast.Expr); ok {
					value := interpolated(expr).SetLocation(expr.Location)
					expr.Terms = ast.CallTerm(write, ast.ArrayTerm(ast.SetTerm(value))).SetLocation(expr.Location)
				}
			}
		}
		return false
	})
}

func interpolated(expr *ast.Expr) *ast.Term {
	if expr.IsCall() {
		return ast.CallTerm(expr.Terms.([]*ast.Term)...)
	}
	return expr.Terms.(*ast.Term)
}

// plainName is the builtin's own name.
func plainName(name string) string { return strings.TrimPrefix(name, exactPrefix) }
