// Command opa is OPA behind the wire of docs/wire.md: its compiler, its WASM target, its evaluator, its test runner and its
// formatter. Each op has a file of its own; none does anything that OPA does not.
package main

import (
	"os"
	"time"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/version"
)

func main() {
	// Nothing around the process may change a verdict: no variable, no time zone.
	os.Clearenv()
	time.Local = time.UTC
	wire.Main(hello(), newEngine().ops())
}

func hello() wire.Hello {
	return wire.Hello{Engine: "opa", Versions: map[string]string{"opa": version.Version}}
}

// engine holds what `prepare` keeps, and the mutants that `mutants` keeps, by handle.
type engine struct {
	prepared map[string]prepared
	kept     map[string][]*keptMutant
}

func newEngine() *engine {
	return &engine{map[string]prepared{}, map[string][]*keptMutant{}}
}

func (e *engine) ops() wire.Ops {
	return wire.Ops{
		"check":    check,
		"inspect":  inspect,
		"compile":  compile,
		"format":   formatModules,
		"prepare":  e.prepare,
		"eval":     e.eval,
		"evalAll":  e.evalAll,
		"explain":  e.explain,
		"test":     test,
		"builtin":  callBuiltin,
		"coverage": e.covered,
		"reads":    reads,
		"uses":     uses,
		"mutants":  e.mutants,
		"drop":     e.drop,
	}
}
