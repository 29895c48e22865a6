package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// compiling are the edits that leave a module that OPA parses and compiles. All are compiled at once, each in a package of its own: what
// the module needs is most of the work, and is done once so.
func compiling(m module, edits []edit, parsed, around map[string]*ast.Module) []edit {
	mutants := map[string]*ast.Module{}
	beside := map[string]map[string]*ast.Module{}
	for i, edit := range edits {
		name := mutantName(m, i)
		tree, err := module{name, edit.in(m.Text), m.V0}.parse()
		if err != nil {
			continue
		}
		own := fmt.Sprintf("mutant %d", i)
		mutants[name], beside[name] = into(own, tree), siblings(own, parsed, m.Path)
	}
	keepCompiling(mutants, beside, around)
	kept := []edit{}
	for i, edit := range edits {
		if mutants[mutantName(m, i)] != nil {
			kept = append(kept, edit)
		}
	}
	return kept
}

func mutantName(m module, i int) string { return fmt.Sprintf("%s#%d", m.Path, i) }

// keepCompiling takes out what does not compile. The compiler stops at the first stage in which any module fails: what is left is tried again.
func keepCompiling(mutants map[string]*ast.Module, beside map[string]map[string]*ast.Module, around map[string]*ast.Module) {
	for len(mutants) > 0 {
		modules := maps.Clone(around)
		for name, tree := range mutants {
			modules[name] = tree
			maps.Copy(modules, beside[name])
		}
		compiler := newCompiler()
		compiler.Compile(modules)
		faults, _ := sortOut(compiler.Errors, true)
		if !dropFaulty(mutants, faults) {
			return
		}
	}
}

// into puts a module under a package of its own.
func into(own string, m *ast.Module) *ast.Module {
	m.Package.Path = append(ast.Ref{m.Package.Path[0], ast.StringTerm(own)}, m.Package.Path[1:]...)
	return m
}

// siblings are the other modules of a module's package, whose rules it names as its own.
func siblings(own string, parsed map[string]*ast.Module, path string) map[string]*ast.Module {
	found := map[string]*ast.Module{}
	for other, tree := range parsed {
		if other != path && tree.Package.Path.Equal(parsed[path].Package.Path) {
			found[other+" of "+own] = into(own, tree.Copy())
		}
	}
	return found
}

// needed are the modules whose packages a module refers to, directly or through others, itself and those of its own package among
// them: the rest decides nothing. What compiled modules refer to is written in full.
func needed(compiler *ast.Compiler, parsed map[string]*ast.Module, path string) map[string]*ast.Module {
	found := map[string]*ast.Module{}
	open := []string{path}
	for len(open) > 0 {
		refs := refsOf(compiler.Modules[open[0]])
		open = open[1:]
		for other, tree := range parsed {
			if found[other] == nil && slices.ContainsFunc(refs, func(ref ast.Ref) bool { return meet(ref, tree.Package.Path) }) {
				found[other] = tree
				open = append(open, other)
			}
		}
	}
	return found
}

// refsOf are the paths under `data` that a compiled module names, its package first.
func refsOf(m *ast.Module) []ast.Ref {
	refs := []ast.Ref{m.Package.Path}
	for _, rule := range m.Rules {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			if ref.HasPrefix(ast.DefaultRootRef) {
				refs = append(refs, ref.ConstantPrefix())
			}
			return false
		})
	}
	return refs
}

// meet says whether one path leads to the other or through it.
func meet(a, b ast.Ref) bool { return a.HasPrefix(b) || b.HasPrefix(a) }
