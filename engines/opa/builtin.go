package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"assay.dev/engines/wire"
	"assay.dev/engines/wire/impure"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
)

type builtinResult struct {
	Result string `json:"result,omitempty"`
}

// callBuiltin calls one of OPA's own builtins, for policies in WASM that import it from their host.
func callBuiltin(body json.RawMessage) (any, error) {
	var asked struct {
		Name string   `json:"name"`
		Args []string `json:"args"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	call, err := findBuiltin(plainName(asked.Name), len(asked.Args))
	if err != nil {
		return nil, err
	}
	args := make([]*ast.Term, len(asked.Args))
	for i, text := range asked.Args {
		if args[i], err = readTerm(text); err != nil {
			return nil, wire.BadRequest(fmt.Sprintf("argument %d of `%s`: %v", i+1, asked.Name, err))
		}
	}
	var result builtinResult
	err = call(builtinContext(), args, func(value *ast.Term) error {
		result.Result = string(appendTerm(nil, value))
		return nil
	})
	if err != nil {
		return nil, builtinError(err)
	}
	return result, nil
}

func findBuiltin(name string, args int) (topdown.BuiltinFunc, error) {
	if _, no := impure.Builtins[name]; no {
		return nil, wire.BadInput(refusal(name), nil)
	}
	declared, known := ast.BuiltinMap[name]
	call := topdown.GetBuiltin(name)
	switch {
	case !known || call == nil:
		return nil, wire.BadRequest(fmt.Sprintf("OPA has no builtin `%s`", name))
	case declared.Relation:
		return nil, wire.BadRequest(fmt.Sprintf("`%s` has many results, which a host cannot give", name))
	case args != declared.Decl.Arity():
		return nil, wire.BadRequest(fmt.Sprintf("`%s` takes %d arguments, not %d", name, declared.Decl.Arity(), args))
	}
	return call, nil
}

func builtinContext() topdown.BuiltinContext {
	return topdown.BuiltinContext{
		Context:      context.Background(),
		Cancel:       topdown.NewCancel(),
		Cache:        builtins.Cache{},
		Capabilities: capabilities,
	}
}

// builtinError keeps OPA's words without the place, which a call from WASM does not have.
func builtinError(err error) error {
	var failed *topdown.Error
	if errors.As(err, &failed) {
		return wire.BadInput(failed.Message, map[string]string{"code": failed.Code})
	}
	return wire.BadInput(err.Error(), nil)
}
