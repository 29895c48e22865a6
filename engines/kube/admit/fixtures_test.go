package admit

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"assay.dev/engines/manifest"
)

// fixtures is the folder of upstream's fixtures of PodSecurity in the module that this engine is built from.
func fixtures(t *testing.T) string {
	t.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/pod-security-admission").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(string(bytes.TrimSpace(folder)), "test", "testdata")
}

// unmasked are the fixtures that a server of this release refuses before any policy sees them.
var unmasked = regexp.MustCompile(`/v1\.3[567]/fail/procmount[01]\.yaml$`)

func TestUpstreamsPodSecurityFixturesAreAdmittedByTheServer(t *testing.T) {
	seen, refused := 0, 0
	err := filepath.WalkDir(fixtures(t), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		seen++
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, err = Admit(context.Background(), emptyCluster{}, named(t, string(text)), Options{Validate: true})
		switch {
		case err == nil:
		case unmasked.MatchString(filepath.ToSlash(path)) && strings.Contains(err.Error(), "`hostUsers` must be false to use `Unmasked`"):
			refused++
		default:
			t.Errorf("%s: %v", path, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen != 4537 || refused != 12 {
		t.Errorf("there are %d fixtures of which %d are refused, and 4537 with 12 in this release", seen, refused)
	}
}

// named gives the fixture a name: upstream's test does the same.
func named(t *testing.T, text string) *Request {
	t.Helper()
	read, err := manifest.JSON(text)
	if err != nil {
		t.Fatal(err)
	}
	var pod map[string]any
	if err := json.Unmarshal(read, &pod); err != nil {
		t.Fatal(err)
	}
	pod["metadata"].(map[string]any)["name"] = "test"
	body, err := json.Marshal(pod)
	if err != nil {
		t.Fatal(err)
	}
	return &Request{Operation: "CREATE", Object: body}
}
