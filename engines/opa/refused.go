package main

import (
	"slices"

	"assay.dev/engines/wire/impure"
	"github.com/open-policy-agent/opa/v1/ast"
)

// capabilities are OPA's own without what is refused and without any host that may be reached.
var capabilities = func() *ast.Capabilities {
	own := ast.CapabilitiesForThisVersion()
	own.AllowNet = []string{}
	own.Builtins = slices.DeleteFunc(own.Builtins, func(builtin *ast.Builtin) bool {
		_, no := impure.Builtins[builtin.Name]
		return no
	})
	return own
}()

func refusal(builtin string) string {
	return "`" + builtin + "` is refused because " + impure.Builtins[builtin] +
		", and a verdict must depend on the request alone: pass the value in through `input` or `data`"
}
