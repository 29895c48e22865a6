package main

import (
	"context"
	"fmt"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// newCompiler is OPA's compiler with all its errors, with print(), and without what is refused.
func newCompiler() *ast.Compiler {
	return ast.NewCompiler().WithCapabilities(capabilities).SetErrorLimit(0).WithEnablePrintStatements(true)
}

// compileAll compiles every module, or refuses them with diagnostics.
func compileAll(compiler *ast.Compiler, modules map[string]*ast.Module) error {
	compiler.Compile(modules)
	if compiler.Failed() {
		return refuse(diagnose(compiler.Errors, ""))
	}
	return nil
}

// withoutConflicts makes the compiler refuse a rule whose place in `data` is taken by a document.
func withoutConflicts(ctx context.Context, compiler *ast.Compiler, store storage.Store) (*ast.Compiler, error) {
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	return compiler.WithPathConflictsCheck(storage.NonEmpty(ctx, store, txn)), nil
}

func entrypointRefs(compiler *ast.Compiler, entrypoints []string) ([]ast.Ref, error) {
	refs := make([]ast.Ref, 0, len(entrypoints))
	for _, entrypoint := range entrypoints {
		ref, err := entrypointRef(compiler, entrypoint)
		if err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

// entrypointRef reads an entrypoint such as `pss/x/deny` as `data.pss.x.deny`, which must be a rule.
func entrypointRef(compiler *ast.Compiler, entrypoint string) (ast.Ref, error) {
	path, ok := storage.ParsePath("/" + entrypoint)
	if !ok || len(path) == 0 {
		return nil, wire.BadRequest(fmt.Sprintf("the entrypoint `%s` is not of the form package/rule", entrypoint))
	}
	ref := path.Ref(ast.DefaultRootDocument)
	if len(compiler.GetRules(ref)) == 0 {
		return nil, wire.BadInput(fmt.Sprintf("the entrypoint `%s` names no rule of the modules", entrypoint), nil)
	}
	return ref, nil
}
