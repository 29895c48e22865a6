package component_test

import (
	"encoding/json"
	"strings"
	"testing"

	"assay.dev/engines/kube/component"
)

const unknownField = `{apiVersion: kubelet.config.k8s.io/v1beta1, kind: KubeletConfiguration, seccomp: 12345678901234567890}`

func TestAFileIsGivenBackAsItIsWrittenAndNotDefaulted(t *testing.T) {
	answer, err := component.Op([]byte(`{"objectText":"apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(answer)
	if want := `{"object":{"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"KubeletConfiguration"}}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestAFileThatItsComponentRefusesIsTheUsersFault(t *testing.T) {
	for _, body := range []map[string]any{{"objectText": unknownField}, {"object": json.RawMessage(strings.NewReplacer("{", `{"`, ": ", `":"`, ", ", `","`, "}", `"}`).Replace(unknownField))}} {
		if err := tryFile(t, body); err == nil || !strings.Contains(err.Error(), `strict decoding error: unknown field "seccomp"`) {
			t.Errorf("%v: %v", body, err)
		}
	}
	if err := tryFile(t, map[string]any{"objectText": "a: 1\na: 2\n"}); err == nil || !strings.Contains(err.Error(), `key "a" already set in map`) {
		t.Error(err)
	}
	if err := tryFile(t, map[string]any{"objectText": "a: 1\n---\na: 2\n"}); err == nil || !strings.Contains(err.Error(), "holds 2 documents") {
		t.Error(err)
	}
}

func TestAFileIsTakenAsItIsWrittenWhereItIsNotToBeValidated(t *testing.T) {
	if err := tryFile(t, map[string]any{"objectText": unknownField, "validate": false}); err != nil {
		t.Error(err)
	}
}

func tryFile(t *testing.T, request map[string]any) error {
	t.Helper()
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	_, err = component.Op(body)
	return err
}
