package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// compiledMutant is a mutant and where it stands in its compiler: nowhere, if the compiler has the whole module in place of the original.
type compiledMutant struct {
	edit     edit
	compiler *ast.Compiler
	place    place
}

// attempt is a mutant that may not compile. What changes is in its place, unless it must be tried alone.
type attempt struct {
	compiledMutant
	text    module
	modules map[string]*ast.Module
	alone   bool
}

// atOnce bounds how many mutants one compiler has.
const atOnce = 256

// compiling are the mutants of a module that OPA parses and compiles. Many share a compiler: each has but what it changes, in a place of its
// own. One that would not be the same there has a compiler for itself.
func (o *original) compiling(m module, edits []edit) []compiledMutant {
	plans := map[string]plan{}
	for _, edit := range edits {
		if _, known := plans[edit.rule]; !known {
			plans[edit.rule] = o.plan(m, edit.rule)
		}
	}
	around := o.around(m, plans)
	made := []compiledMutant{}
	for chunk := range slices.Chunk(edits, atOnce) {
		attempts := []*attempt{}
		for i, edit := range chunk {
			attempts = append(attempts, o.attempt(plans[edit.rule], m, edit, i))
		}
		compileTogether(attempts, around)
		for _, each := range attempts {
			if each.alone {
				each.place, each.compiler = place{}, o.alone(each.text)
			}
			if each.compiler != nil {
				made = append(made, each.compiledMutant)
			}
		}
	}
	return made
}

// attempt parses a mutant, and puts what changes in its place. One that does not parse has no modules.
func (o *original) attempt(plan plan, m module, edit edit, i int) *attempt {
	made := &attempt{compiledMutant{edit: edit}, module{m.Path, edit.in(m.Text), m.V0}, nil, plan.alone}
	if plan.alone {
		return made
	}
	made.place = place{fmt.Sprintf("mutant %d", i), plan.changed}
	tree, err := module{made.place.file(m.Path), made.text.Text, m.V0}.parse()
	if err != nil {
		return made
	}
	made.modules = map[string]*ast.Module{}
	for path, other := range o.parsed {
		names := o.groups[other.Package.Path.String()]
		switch {
		case path == m.Path:
			made.modules[made.place.file(path)] = made.place.part(tree, names)
		case slices.ContainsFunc(other.Rules, func(rule *ast.Rule) bool { return made.place.changes(names, ruleName(rule)) }):
			made.modules[made.place.file(path)] = made.place.copied(made.place.part(other, names), path)
		}
	}
	return made
}

// compileTogether gives a compiler to those that compile. It stops at the first stage in which any module fails: what is left is tried again.
func compileTogether(attempts []*attempt, around map[string]*ast.Module) {
	left := slices.DeleteFunc(slices.Clone(attempts), func(a *attempt) bool { return a.modules == nil })
	for len(left) > 0 {
		modules := maps.Clone(around)
		for _, each := range left {
			maps.Copy(modules, each.modules)
		}
		compiler := leading(left)
		compiler.Compile(modules)
		if !compiler.Failed() {
			for _, each := range left {
				each.compiler = compiler
			}
			return
		}
		failed := map[string]bool{}
		for _, err := range compiler.Errors {
			if err.Location != nil {
				failed[strings.SplitN(err.Location.File, "/", 2)[0]] = true
			}
		}
		before := len(left)
		left = slices.DeleteFunc(left, func(a *attempt) bool { return failed[a.place.own] })
		if len(left) == before {
			for _, each := range left {
				each.alone = true
			}
			return
		}
	}
}

// leading is a compiler that leads what attempts name to their places, once OPA has written names in full.
func leading(attempts []*attempt) *ast.Compiler {
	return newCompiler().WithStageAfterID(ast.StageRewriteLocalVars, ast.CompilerStageDefinition{
		Name: "LeadToMutants", MetricName: "compile_stage_lead_to_mutants",
		Stage: func(compiler *ast.Compiler) *ast.Error {
			for _, each := range attempts {
				for path := range each.modules {
					if !each.place.lead(compiler.Modules[path]) {
						each.alone = true
					}
				}
			}
			return nil
		},
	})
}

// alone compiles a mutant in place of the original.
func (o *original) alone(m module) *ast.Compiler {
	tree, err := m.parse()
	if err != nil {
		return nil
	}
	modules := maps.Clone(o.parsed)
	modules[m.Path] = tree
	compiler, err := withoutConflicts(context.Background(), newCompiler(), o.store)
	if err != nil {
		return nil
	}
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil
	}
	return compiler
}
