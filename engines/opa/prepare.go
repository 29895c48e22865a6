package main

import (
	"context"
	"encoding/json"
	"fmt"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
)

// prepared answers `eval`: one query for each entrypoint, so that an undefined one leaves the others alone.
type prepared struct {
	entrypoints []string
	queries     []rego.PreparedEvalQuery
	store       storage.Store
	// place is that of a mutant among others.
	place place
	// cover is nil where nobody wants to know what evaluations cover.
	cover *covering
}

// prepare compiles modules for topdown, OPA's own evaluator. Unless it is strict, an error of a builtin makes an expression undefined,
// as in OPA's server and in WASM.
func (e *engine) prepare(body json.RawMessage) (any, error) {
	var asked struct {
		sources
		As          string    `json:"as"`
		Data        documents `json:"data"`
		Entrypoints []string  `json:"entrypoints"`
		Strict      bool      `json:"strict"`
		// Cover are the paths of the modules that count whole; nil: nothing is gathered.
		Cover []string `json:"cover"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	if asked.As == "" || len(asked.Entrypoints) == 0 {
		return nil, wire.BadRequest("`prepare` needs `as` and at least one of `entrypoints`")
	}
	made, err := prepareAll(asked.sources, asked.Data, rego.StrictBuiltinErrors(asked.Strict), asked.Cover, asked.Entrypoints...)
	if err != nil {
		return nil, err
	}
	e.prepared[asked.As] = made
	return nil, nil
}

func prepareAll(modules sources, data documents, strict func(*rego.Rego), cover []string, entrypoints ...string) (prepared, error) {
	ctx := context.Background()
	parsed, err := modules.parseAll()
	if err != nil {
		return prepared{}, err
	}
	store := newStore(data)
	compiler, err := withoutConflicts(ctx, newCompiler(), store)
	if err != nil {
		return prepared{}, err
	}
	if err := compileAll(compiler, parsed); err != nil {
		return prepared{}, err
	}
	refs, err := entrypointRefs(compiler, entrypoints)
	if err != nil {
		return prepared{}, err
	}
	made := prepared{entrypoints: entrypoints, store: store}
	if err := made.ask(compiler, refs, strict); err != nil {
		return prepared{}, err
	}
	if cover != nil {
		made.cover = newCovering(cover, parsed, compiler, refs)
	}
	return made, nil
}

// ask makes a query of each ref.
func (p *prepared) ask(compiler *ast.Compiler, refs []ast.Ref, strict func(*rego.Rego)) error {
	for _, ref := range refs {
		query, err := rego.New(rego.Compiler(compiler), rego.Store(p.store), rego.Query(ref.String()), strict).PrepareForEval(context.Background())
		if err != nil {
			return wire.BadInput(err.Error(), nil)
		}
		p.queries = append(p.queries, query)
	}
	return nil
}

// ready is what a handle stands for.
func (e *engine) ready(handle string) (*prepared, error) {
	if ready, known := e.prepared[handle]; known {
		return &ready, nil
	}
	if mutant := e.mutant(handle); mutant != nil {
		return mutant.ready()
	}
	return nil, wire.BadRequest(fmt.Sprintf("no handle `%s`: `prepare` it first", handle))
}

// with puts a document under `data.inventory` for one evaluation, in a transaction that is never committed.
func (p *prepared) with(inventory documents) (seen []rego.EvalOption, forget func(), err error) {
	if inventory == nil {
		return nil, func() {}, nil
	}
	ctx := context.Background()
	transaction, err := p.store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, nil, err
	}
	forget = func() { p.store.Abort(ctx, transaction) }
	if err := p.store.Write(ctx, transaction, storage.AddOp, storage.Path{"inventory"}, map[string]any(inventory)); err != nil {
		forget()
		return nil, nil, wire.BadInput(err.Error(), nil)
	}
	return []rego.EvalOption{rego.EvalTransaction(transaction)}, forget, nil
}
