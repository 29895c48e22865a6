// Command kube is the API server's own code behind the wire of docs/wire.md: decoding, defaulting, validation, validating and mutating admission
// policies and PodSecurity admission, without a cluster.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime/debug"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/klog/v2"

	"assay.dev/engines/kube/component"
	"assay.dev/engines/kube/judge"
	"assay.dev/engines/kube/mutants"
	"assay.dev/engines/kube/openapi"
	"assay.dev/engines/kube/registry"
	"assay.dev/engines/kube/release"
	"assay.dev/engines/kube/typecheck"
	"assay.dev/engines/manifest"
	"assay.dev/engines/wire"
)

// An engine is mostly allocation: collecting less often nearly doubles its speed, and the limit keeps it from growing with it.
const (
	collectAfterPercent = 400
	memoryLimit         = 1 << 30
)

func main() {
	debug.SetGCPercent(collectAfterPercent)
	debug.SetMemoryLimit(memoryLimit)
	silence()
	emulate()
	registry.Default()
	ops := wire.Ops{"read": read, "file": component.Op, "schema": exportSchema, "patch": patch, "typecheck": typecheck.Op}
	store := judge.NewStore()
	maps.Copy(ops, store.Ops())
	ops["mutants"] = mutants.Op(store.Keep)
	wire.Main(wire.Hello{Engine: "kube", Versions: versions()}, ops)
}

// emulate makes the process a server of the release that `-emulate` names.
func emulate() {
	asked := flag.String("emulate", "", "release of Kubernetes whose feature gates and kinds are served, such as 1.35")
	flag.Parse()
	if *asked == "" {
		return
	}
	if err := release.Emulate(*asked); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// read answers the op `read`.
func read(body json.RawMessage) (any, error) {
	var request struct {
		Text string `json:"text"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	return struct {
		Documents []manifest.Document `json:"documents"`
	}{manifest.Read(request.Text)}, nil
}

// exportSchema answers the op `schema`.
func exportSchema(body json.RawMessage) (any, error) {
	var request struct {
		Kinds []schema.GroupVersionKind `json:"kinds"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	return openapi.Export(request.Kinds), nil
}

// silence keeps the server's log out of stderr: what matters is in the answers.
func silence() {
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	for name, value := range map[string]string{"logtostderr": "false", "alsologtostderr": "false", "stderrthreshold": "FATAL"} {
		_ = flags.Set(name, value)
	}
	klog.SetOutput(io.Discard)
}

// versions are those of the modules that this program was built from.
func versions() map[string]string {
	modules := map[string]string{"k8s.io/kubernetes": "kubernetes", "github.com/google/cel-go": "cel-go"}
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
