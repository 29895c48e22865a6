package main

import (
	"encoding/json"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
)

// check says everything that OPA's parser and compiler have against the modules, so that no broken file hides what is wrong with another.
func check(body json.RawMessage) (any, error) {
	var asked struct {
		sources
		Strict bool `json:"strict"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	parsed, found, err := asked.parse()
	if err != nil {
		return nil, err
	}
	found = append(found, checkInRounds(parsed, len(found) == 0, asked.Strict)...)
	return map[string]any{"diagnostics": append([]diagnostic{}, inOrder(found)...)}, nil
}

// checkInRounds compiles until nothing new is found. The compiler stops at the first stage in which any module fails, so after each
// round the modules at fault are taken away. Calls of functions that went with them are no fault of the caller:
// once nothing else is left to say, such calls are let through.
func checkInRounds(modules map[string]*ast.Module, complete, strict bool) []diagnostic {
	var found []diagnostic
	lenient := false
	for len(modules) > 0 {
		compiler := newCompiler().WithStrict(strict)
		if lenient {
			compiler.WithSkipStages(ast.StageCheckUndefinedFuncs)
		}
		compiler.Compile(modules)
		faults, missing := sortOut(compiler.Errors, complete)
		found = append(found, faults...)
		switch {
		case dropFaulty(modules, faults):
			complete = false
		case missing && !lenient:
			lenient = true
		default:
			return found
		}
	}
	return found
}

// sortOut parts what is wrong with a module from calls of functions that are missing because another module is.
func sortOut(errs ast.Errors, complete bool) (faults []diagnostic, missing bool) {
	for _, err := range errs {
		if !complete && strings.HasPrefix(err.Message, undefinedFunction+"data.") {
			missing = true
		} else {
			faults = append(faults, diagnoseOne(err, ""))
		}
	}
	return faults, missing
}

// dropFaulty takes modules at fault out, and reports whether there were any.
func dropFaulty(modules map[string]*ast.Module, faults []diagnostic) bool {
	before := len(modules)
	for _, fault := range faults {
		delete(modules, fault.Path)
	}
	return len(modules) < before
}
