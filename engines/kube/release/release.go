// Package release knows the releases of Kubernetes that this engine can stand for. CEL and the versions of PodSecurity go back to the first release that
// had ValidatingAdmissionPolicy. Feature gates and served kinds are those that the server's own code emulates (kube-apiserver --emulated-version), for
// a whole process.
package release

import (
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/util/compatibility"
	"k8s.io/apiserver/pkg/util/feature"
	basecompatibility "k8s.io/component-base/compatibility"
	componentversion "k8s.io/component-base/version"

	"assay.dev/engines/wire"
)

// Releases are the bounds of what this engine can stand for.
type Releases struct {
	// Oldest is the first release whose CEL and PodSecurity are known.
	Oldest string `json:"oldest"`
	// Emulated is the first release whose feature gates and kinds are known.
	Emulated string `json:"emulated"`
	// Own is the release that the engine is built from.
	Own string `json:"own"`
}

// oldest is the minor in which ValidatingAdmissionPolicy first appeared.
const oldest = 26

// Known are the releases of this engine.
func Known() Releases {
	return Releases{text(oldest), text(firstEmulated()), text(own())}
}

// Of reads a release such as `1.31`; nil is this engine's own.
func Of(asked string) (*version.Version, error) {
	if asked == "" {
		return nil, nil
	}
	minor, found := strings.CutPrefix(strings.TrimPrefix(asked, "v"), "1.")
	number, err := strconv.Atoi(minor)
	if !found || err != nil || number < oldest || number > own() {
		return nil, wire.BadInput(fmt.Sprintf("`kubernetes` must be a release from `%s` to `%s`, not `%s`", text(oldest), text(own()), asked), nil)
	}
	if number == own() {
		return nil, nil
	}
	return version.MajorMinor(1, uint(number)), nil
}

// Emulate makes this process a server of another release, as --emulated-version does. It must come before the first request.
func Emulate(asked string) error {
	emulated, err := version.ParseMajorMinor(asked)
	if err != nil {
		return err
	}
	effective, ok := compatibility.DefaultComponentGlobalsRegistry.EffectiveVersionFor(basecompatibility.DefaultKubeComponent).(basecompatibility.MutableEffectiveVersion)
	if !ok {
		return fmt.Errorf("the version of this server cannot be set")
	}
	effective.SetEmulationVersion(emulated)
	if errs := effective.Validate(); len(errs) > 0 {
		return errs[0]
	}
	return feature.DefaultMutableFeatureGate.SetEmulationVersionAndMinCompatibilityVersion(effective.EmulationVersion(), effective.MinCompatibilityVersion())
}

// Effective is the release that this process is a server of.
func Effective() *version.Version {
	return compatibility.DefaultComponentGlobalsRegistry.EffectiveVersionFor(basecompatibility.DefaultKubeComponent).EmulationVersion()
}

func own() int {
	return int(version.MustParse(componentversion.DefaultKubeBinaryVersion).Minor())
}

// firstEmulated asks the server's own check how far back it goes.
func firstEmulated() int {
	effective := compatibility.DefaultBuildEffectiveVersion()
	minor := own()
	for ; minor > oldest; minor-- {
		effective.SetEmulationVersion(version.MajorMinor(1, uint(minor-1)))
		if len(effective.Validate()) > 0 {
			break
		}
	}
	return minor
}

func text(minor int) string { return "1." + strconv.Itoa(minor) }
