package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"assay.dev/engines/wire/impure"
	"github.com/open-policy-agent/opa/v1/ast"
)

// diagnostic is one thing that OPA has to say about a module. Row and Col are 1-based; 0 where OPA names none.
type diagnostic struct {
	Path    string `json:"path"`
	Row     int    `json:"row"`
	Col     int    `json:"col"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

const (
	undefinedFunction = "undefined function "
	unknownTarget     = "with keyword target must reference existing"
)

// diagnose turns an error of OPA's parser or compiler into diagnostics; file is for errors that name none.
func diagnose(err error, file string) []diagnostic {
	var many ast.Errors
	var one *ast.Error
	switch {
	case errors.As(err, &many):
	case errors.As(err, &one):
		many = ast.Errors{one}
	default:
		return []diagnostic{{Path: file, Code: "rego_error", Message: err.Error()}}
	}
	found := make([]diagnostic, 0, len(many))
	for _, each := range many {
		found = append(found, diagnoseOne(each, file))
	}
	return found
}

func diagnoseOne(err *ast.Error, file string) diagnostic {
	said := diagnostic{Path: file, Code: err.Code, Message: err.Message}
	if err.Location != nil {
		said.Path, said.Row, said.Col = cmp.Or(err.Location.File, file), err.Location.Row, err.Location.Col
	}
	if err.Details != nil {
		said.Message = strings.Join(append([]string{said.Message}, err.Details.Lines()...), "\n")
	}
	if name := missingName(err); impure.Builtins[name] != "" {
		said.Code, said.Message = "refused_builtin", refusal(name)
	}
	return said
}

// missingName is what the modules name but OPA does not find: a function that is called, or one that `with` replaces or puts in place.
func missingName(err *ast.Error) string {
	if name, called := strings.CutPrefix(err.Message, undefinedFunction); called {
		return name
	}
	if err.Location != nil && (strings.HasPrefix(err.Message, unknownTarget) || err.Code == ast.UnsafeVarErr) {
		return string(err.Location.Text)
	}
	return ""
}

// inOrder sorts by place and drops repetitions.
func inOrder(found []diagnostic) []diagnostic {
	slices.SortFunc(found, func(a, b diagnostic) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(found)
}

// refuse is the answer of an op that cannot go on with such modules. It names the first place, and carries all.
func refuse(found []diagnostic) error {
	found = inOrder(found)
	first := found[0]
	message := fmt.Sprintf("%s:%d: %s: %s", first.Path, first.Row, first.Code, first.Message)
	if len(found) > 1 {
		message += fmt.Sprintf(" (and %d more)", len(found)-1)
	}
	return wire.BadInput(message, map[string]any{"diagnostics": found})
}
