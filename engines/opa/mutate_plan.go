package main

import (
	"context"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// original is what mutants are made of.
type original struct {
	modules  []module
	parsed   map[string]*ast.Module
	compiler *ast.Compiler
	groups   groups
	store    storage.Store
	// entrypoints are what mutants will be asked.
	entrypoints []ast.Ref
}

// plan is what the mutants of one rule change.
type plan struct {
	changed []*group
	// alone: it would not be the same under another path.
	alone bool
}

func (o *original) plan(m module, rule string) plan {
	made := plan{changed: []*group{o.groups.of(o.parsed[m.Path].Package, rule)}}
	for at := 0; at < len(made.changed); at++ {
		changed := made.changed[at]
		made.alone = made.alone || !o.movable(changed)
		for _, names := range o.groups {
			for _, other := range names {
				uses := func(path ast.Ref) bool { return meet(path, changed.ref) }
				if !slices.Contains(made.changed, other) && slices.ContainsFunc(other.uses, uses) {
					made.changed = append(made.changed, other)
				}
			}
		}
	}
	for _, entrypoint := range o.entrypoints {
		_, leads := place{changed: made.changed}.turn(entrypoint)
		made.alone = made.alone || !leads
	}
	return made
}

var inventoryRef = ast.MustParseRef("data.inventory")

// movable: where a group stands there are only its own rules, and they do not ask where that is.
func (o *original) movable(g *group) bool {
	if g.aware || g.ref.HasPrefix(inventoryRef) || o.holds(g.ref) {
		return false
	}
	for _, m := range o.parsed {
		if m.Package.Path.HasPrefix(g.ref) {
			return false
		}
	}
	return true
}

// holds says whether documents stand where a path leads.
func (o *original) holds(path ast.Ref) bool {
	key, err := storage.NewPathForRef(path)
	if err != nil {
		return true
	}
	_, err = storage.ReadOne(context.Background(), o.store, key)
	return err == nil
}

// around are the modules that mutants stand beside: what they change, what they are asked, and what these use. The rest decides nothing.
func (o *original) around(m module, plans map[string]plan) map[string]*ast.Module {
	open := append([]ast.Ref{o.parsed[m.Path].Package.Path}, o.entrypoints...)
	for _, plan := range plans {
		for _, each := range plan.changed {
			open = append(open, each.ref)
		}
	}
	found := map[string]*ast.Module{}
	for len(open) > 0 {
		named := open
		open = nil
		for path, tree := range o.parsed {
			if found[path] == nil && slices.ContainsFunc(named, func(ref ast.Ref) bool { return meet(ref, tree.Package.Path) }) {
				found[path] = tree
				for _, rule := range o.compiler.Modules[path].Rules {
					open = append(open, pathsIn(rule)...)
				}
			}
		}
	}
	return found
}
