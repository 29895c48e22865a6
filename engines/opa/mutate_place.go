package main

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// place is where what a mutant changes stands beside what it leaves as it is: under a path of its own.
type place struct {
	own     string
	changed []*group
}

// file is the path of a module there. The order of modules stays as it is.
func (p place) file(path string) string { return p.own + "/" + path }

// path is the path of a package or a rule there.
func (p place) path(ref ast.Ref) ast.Ref {
	return append(ast.Ref{ref[0], ast.StringTerm(p.own)}, ref[1:]...)
}

// tidy takes the place out of what OPA says.
func (p place) tidy(text string) string {
	if p.own == "" {
		return text
	}
	return strings.NewReplacer(p.path(ast.DefaultRootRef).String(), "data", p.own+"/", "").Replace(text)
}

// part is what changes of a module, in the place. Names of what does not are imported.
func (p place) part(tree *ast.Module, names []*group) *ast.Module {
	part := *tree
	part.Package = &ast.Package{Location: tree.Package.Location, Path: p.path(tree.Package.Path)}
	part.Annotations, part.Comments, part.Imports = nil, nil, nil
	for _, each := range names {
		imported := func(other *ast.Import) bool { return string(other.Name()) == each.name }
		if !slices.Contains(p.changed, each) && !slices.ContainsFunc(tree.Imports, imported) {
			part.Imports = append(part.Imports, &ast.Import{Location: tree.Package.Location, Path: ast.NewTerm(each.ref)})
		}
	}
	part.Imports = append(part.Imports, tree.Imports...)
	part.Rules = slices.DeleteFunc(slices.Clone(tree.Rules), func(rule *ast.Rule) bool { return !p.changes(names, ruleName(rule)) })
	return &part
}

func (p place) changes(names []*group, name string) bool {
	return slices.ContainsFunc(p.changed, func(each *group) bool { return each.name == name && slices.Contains(names, each) })
}

// copied is a part of a module of which others are used too, with places that say whose it is.
func (p place) copied(part *ast.Module, path string) *ast.Module {
	part = part.Copy()
	ast.WalkNodes(part, func(node ast.Node) bool {
		if at := node.Loc(); at != nil {
			own := *at
			own.File = p.file(path)
			node.SetLoc(&own)
		}
		return false
	})
	return part
}

// lead turns the paths that a module names, if they are written in full, to the place. It fails where one is asked for more than what changes.
func (p place) lead(m *ast.Module) bool {
	leads := true
	for _, rule := range m.Rules {
		ast.WalkTerms(rule, func(term *ast.Term) bool {
			if ref, isRef := term.Value.(ast.Ref); isRef {
				turned, ok := p.turn(ref)
				term.Value = turned
				leads = leads && ok
			}
			return false
		})
	}
	return leads
}

// turn is a path under `data` as it is with the place.
func (p place) turn(ref ast.Ref) (turned ast.Ref, ok bool) {
	if !ref.HasPrefix(ast.DefaultRootRef) {
		return ref, true
	}
	constant := ref.ConstantPrefix()
	ok = true
	for _, each := range p.changed {
		if constant.HasPrefix(each.ref) {
			return p.path(ref), true
		}
		ok = ok && !each.ref.HasPrefix(constant)
	}
	return ref, ok
}
