package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"assay.dev/engines/wire"
)

type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Details struct {
		Code        string       `json:"code"`
		Path        string       `json:"path"`
		Row         int          `json:"row"`
		Diagnostics []diagnostic `json:"diagnostics"`
	} `json:"details"`
}

type fields = map[string]any

// ask sends one request as a harness would, and reads what is ok into a T.
func ask[T any](t *testing.T, e *engine, op string, body any) (T, *failure) {
	t.Helper()
	asked, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		OK    T        `json:"ok"`
		Error *failure `json:"error"`
	}
	raw := wire.Answer(e.ops(), []byte(`{"id":1,"op":"`+op+`","body":`+string(asked)+`}`))
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return answer.OK, answer.Error
}

// must is ask where an error fails the test.
func must[T any](t *testing.T, e *engine, op string, body any) T {
	t.Helper()
	ok, failed := ask[T](t, e, op, body)
	if failed != nil {
		t.Fatalf("%s: %+v", op, failed)
	}
	return ok
}

// fails is ask where anything but an error of that code fails the test.
func fails(t *testing.T, op string, body any, code string) *failure {
	t.Helper()
	ok, failed := ask[json.RawMessage](t, newEngine(), op, body)
	if failed == nil || failed.Code != code || failed.Message == "" {
		t.Fatalf("%s: got %s %+v, want the error %s", op, ok, failed, code)
	}
	return failed
}

func file(path, text string) fields { return fields{"path": path, "text": text} }

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	g, _ := json.MarshalIndent(got, "", " ")
	w, _ := json.MarshalIndent(want, "", " ")
	if string(g) != string(w) {
		t.Errorf("%s: got %s\nwant %s", what, g, w)
	}
}

func TestHelloCarriesTheVersionOfOpaThatGoModPins(t *testing.T) {
	pinned, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if line := "github.com/open-policy-agent/opa v" + hello().Versions["opa"] + "\n"; !strings.Contains(string(pinned), line) {
		t.Errorf("go.mod does not have %q", line)
	}
}
