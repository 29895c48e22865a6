package judge

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

// fixtures are PodSecurity's own, in folders <level>/<version>/<pass or fail>.
func fixtures(t *testing.T) []string {
	t.Helper()
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/pod-security-admission").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(module)), "test", "testdata", "*", "*", "*", "*.yaml"))
	if err != nil || len(files) < 4000 {
		t.Fatalf("found %d fixtures: %v", len(files), err)
	}
	return files
}

func (b bench) fixture(text string, validate bool) verdict.Verdict {
	b.t.Helper()
	var answer struct{ Verdict verdict.Verdict }
	request := map[string]any{"operation": "CREATE", "objectText": text}
	b.ask("judge", map[string]any{"policies": "p", "world": "w", "request": request, "validate": validate}, &answer)
	return answer.Verdict
}

func TestEveryFixtureOfPodSecurityIsDecidedAsItsFolderSays(t *testing.T) {
	b := newBench(t)
	last, invalid := "", 0
	for _, file := range fixtures(t) {
		parts := strings.Split(filepath.ToSlash(file), "/")
		level, version, kind := parts[len(parts)-4], parts[len(parts)-3], parts[len(parts)-2]
		if policy := fmt.Sprintf("enforce: %s, enforce-version: %s", level, version); policy != last {
			b.podSecurity(podSecurity(policy, "", ""))
			last = policy
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		// The files' names are their objects' names, which the server refuses where they have underscores.
		valid := strings.Replace(string(text), "_", "-", strings.Count(filepath.Base(file), "_"))
		got := b.fixture(valid, true)
		if got.Decision == verdict.Error && got.Errors[0].Code == verdict.BadObject {
			invalid++
			got = b.fixture(valid, false)
		}
		want := map[string]verdict.Decision{"pass": verdict.Allow, "fail": verdict.Deny}[kind]
		if got.Decision != want {
			t.Errorf("%s: want %s, got %+v", strings.Join(parts[len(parts)-4:], "/"), want, got)
		}
	}
	// Unmasked proc mounts without a user namespace, of three versions and two levels.
	if invalid != 12 {
		t.Errorf("the server's validation refuses %d fixtures, want 12", invalid)
	}
}
