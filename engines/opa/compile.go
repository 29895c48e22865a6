package main

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	opa "github.com/open-policy-agent/opa/v1/compile"
)

type compiled struct {
	// Wasm is base64 in JSON.
	Wasm     []byte   `json:"wasm"`
	Builtins []string `json:"builtins"`
}

// compile turns modules into one WASM module with the given entrypoints, as `opa build -t wasm --prune-unused` does.
// Documents under `data` are not part of it: its host sets them. They are read here so that a conflict with a rule is found.
func compile(body json.RawMessage) (any, error) {
	var asked struct {
		sources
		Data        documents `json:"data"`
		Entrypoints []string  `json:"entrypoints"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	if len(asked.Entrypoints) == 0 {
		return nil, wire.BadRequest("`compile` needs at least one of `entrypoints`")
	}
	if err := compilable(asked.sources, asked.Data, asked.Entrypoints); err != nil {
		return nil, err
	}
	return build(asked.sources, asked.Entrypoints)
}

// compilable says with diagnostics what OPA's builder would say in one line.
func compilable(modules sources, data documents, entrypoints []string) error {
	parsed, err := modules.parseAll()
	if err != nil {
		return err
	}
	compiler, err := withoutConflicts(context.Background(), newCompiler(), newStore(data))
	if err != nil {
		return err
	}
	if err := compileAll(compiler, parsed); err != nil {
		return err
	}
	for _, entrypoint := range entrypoints {
		if _, err := entrypointRef(compiler, entrypoint); err != nil {
			return err
		}
	}
	return nil
}

func build(modules sources, entrypoints []string) (any, error) {
	parsed, err := modules.parseAll() // building changes the trees, so they are parsed anew
	if err != nil {
		return nil, err
	}
	exact(parsed)
	source := bundleOf(parsed)
	builder := opa.New().WithBundle(source).WithTarget(opa.TargetWasm).WithEntrypoints(entrypoints...).
		WithPruneUnused(true).WithCapabilities(wasmCapabilities)
	if err := builder.Build(context.Background()); err != nil {
		return nil, refuse(diagnose(err, ""))
	}
	wasm := builder.Bundle().WasmModules[0].Raw
	imported, err := hostBuiltins(wasm)
	if err != nil {
		return nil, err
	}
	return compiled{wasm, imported}, nil
}

func bundleOf(parsed map[string]*ast.Module) *bundle.Bundle {
	source := &bundle.Bundle{Data: map[string]any{}}
	source.Manifest.Init()
	for _, path := range slices.Sorted(maps.Keys(parsed)) {
		source.Modules = append(source.Modules, bundle.ModuleFile{URL: path, Path: path, Parsed: parsed[path]})
	}
	return source
}
