package main

import (
	"strconv"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
)

// askedHandle: every mutant can be asked for the entrypoints under `<as>/<its place>`, and the modules as they are under `<as>/original`.
type askedHandle struct {
	As          string   `json:"as"`
	Entrypoints []string `json:"entrypoints"`
	refs        []ast.Ref
}

// keptMutant is a mutant that can be asked. Its queries are made when it is: many are never asked.
type keptMutant struct {
	compiledMutant
	asked  askedHandle
	store  storage.Store
	strict func(*rego.Rego)
	made   *prepared
}

// readHandles reads what mutants are to be asked: rules of the modules as they are.
func (o *original) readHandles(asked []askedHandle) error {
	for i := range asked {
		if asked[i].As == "" || len(asked[i].Entrypoints) == 0 {
			return wire.BadRequest("each of `prepare` needs `as` and at least one of `entrypoints`")
		}
		refs, err := entrypointRefs(o.compiler, asked[i].Entrypoints)
		if err != nil {
			return err
		}
		asked[i].refs = refs
		o.entrypoints = append(o.entrypoints, refs...)
	}
	return nil
}

// keep keeps mutants, and the original behind them.
func (e *engine) keep(made []compiledMutant, asked []askedHandle, store storage.Store, strict func(*rego.Rego)) {
	for _, each := range asked {
		kept := make([]*keptMutant, 0, len(made))
		for _, mutant := range made {
			kept = append(kept, &keptMutant{mutant, each, store, strict, nil})
		}
		e.kept[each.As] = kept
	}
}

// mutant is the one that a handle such as `m1/7` stands for, or nil.
func (e *engine) mutant(handle string) *keptMutant {
	slash := strings.LastIndexByte(handle, '/')
	if slash < 0 {
		return nil
	}
	kept := e.kept[handle[:slash]]
	last := len(kept) - 1
	if handle[slash+1:] == "original" && last >= 0 {
		return kept[last]
	}
	at, err := strconv.Atoi(handle[slash+1:])
	if err != nil || at < 0 || at >= last {
		return nil
	}
	return kept[at]
}

func (m *keptMutant) ready() (*prepared, error) {
	if m.made != nil {
		return m.made, nil
	}
	refs := make([]ast.Ref, 0, len(m.asked.refs))
	for _, ref := range m.asked.refs {
		turned, _ := m.place.turn(ref)
		refs = append(refs, turned)
	}
	made := &prepared{entrypoints: m.asked.Entrypoints, store: m.store, place: m.place}
	if err := made.ask(m.compiler, refs, m.strict); err != nil {
		return nil, err
	}
	m.made = made
	return made, nil
}
