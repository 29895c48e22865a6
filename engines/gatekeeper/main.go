// Command gatekeeper is Gatekeeper's own client behind the wire of docs/wire.md: templates in Rego and in CEL, Constraints and their matching,
// expansion, mutation and external data, without a cluster. Each op has a file of its own; none does anything that Gatekeeper does not.
package main

import (
	"os"
	"runtime/debug"
	"strings"
	"time"

	"assay.dev/engines/wire"
)

// An engine is mostly allocation: collecting less often makes it faster, and the limit keeps it from growing with it.
const (
	collectAfterPercent = 400
	memoryLimit         = 1 << 30
)

func main() {
	debug.SetGCPercent(collectAfterPercent)
	debug.SetMemoryLimit(memoryLimit)
	// Nothing around the process may change a verdict: no variable, no time zone, no network.
	os.Clearenv()
	time.Local = time.UTC
	closeNetwork()
	silence()
	wire.Main(hello(), newEngine().ops())
}

func hello() wire.Hello { return wire.Hello{Engine: "gatekeeper", Versions: versions()} }

// versions are those of the modules that this program was built from.
func versions() map[string]string {
	modules := map[string]string{
		"github.com/open-policy-agent/gatekeeper/v3": "gatekeeper", "github.com/open-policy-agent/opa": "opa", "k8s.io/apiserver": "apiserver",
	}
	found := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return found
	}
	for _, module := range info.Deps {
		if name, wanted := modules[module.Path]; wanted {
			found[name] = strings.TrimPrefix(module.Version, "v")
		}
	}
	return found
}

// engine holds what `policies` and `world` keep, by handle.
type engine struct {
	policies map[string]*policies
	worlds   map[string]*world
	clients  *clients
}

func newEngine() *engine {
	return &engine{policies: map[string]*policies{}, worlds: map[string]*world{}, clients: newClients()}
}

func (e *engine) ops() wire.Ops {
	return wire.Ops{
		"policies": e.readPolicies,
		"world":    e.readWorld,
		"judge":    e.judge,
		"match":    e.match,
		"explain":  e.explain,
		"forms":    e.forms,
		"drop":     e.drop,
	}
}
