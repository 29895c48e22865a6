package main

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// group are the rules of one name in one package, over all its files. What a slip in one of them changes is this group and those that refer to it.
type group struct {
	// ref is such as `data.p.deny`.
	ref  ast.Ref
	name string
	// uses are the paths under `data` that its rules name.
	uses []ast.Ref
	// aware: its rules ask where they stand.
	aware bool
}

// groups are those of all modules, by package.
type groups map[string][]*group

func groupsOf(compiler *ast.Compiler, parsed map[string]*ast.Module) groups {
	found := groups{}
	for path, m := range parsed {
		for _, rule := range m.Rules {
			of := found.of(m.Package, ruleName(rule))
			of.aware = of.aware || isAware(rule)
		}
		for _, rule := range compiler.Modules[path].Rules {
			of := found.of(m.Package, ruleName(rule))
			of.uses = append(of.uses, pathsIn(rule)...)
		}
	}
	return found
}

func (g groups) of(p *ast.Package, name string) *group {
	in := p.Path.String()
	for _, each := range g[in] {
		if each.name == name {
			return each
		}
	}
	made := &group{ref: p.Path.Append(ast.StringTerm(name)), name: name}
	g[in] = append(g[in], made)
	return made
}

var metadata = ast.RegoMetadataRule.Ref()[:2]

// isAware: what a rule is told of itself has the path of its package in it.
func isAware(rule *ast.Rule) bool {
	aware := false
	ast.WalkRefs(rule, func(ref ast.Ref) bool {
		aware = aware || ref.HasPrefix(metadata)
		return aware
	})
	return aware
}

// pathsIn are the paths under `data` that a compiled rule names: they are written in full there.
func pathsIn(rule *ast.Rule) []ast.Ref {
	paths := []ast.Ref{}
	ast.WalkRefs(rule, func(ref ast.Ref) bool {
		if ref.HasPrefix(ast.DefaultRootRef) {
			paths = append(paths, ref.ConstantPrefix())
		}
		return false
	})
	return paths
}

// meet says whether one path leads to the other or through it.
func meet(a, b ast.Ref) bool { return a.HasPrefix(b) || b.HasPrefix(a) }
