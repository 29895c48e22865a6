package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"assay.dev/engines/wire"
)

func TestMain(m *testing.M) {
	closeNetwork()
	silence()
	os.Exit(m.Run())
}

type failed struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Details fields `json:"details"`
}

type fields = map[string]any

// ask sends one request as a harness would, and reads what is ok into a T.
func ask[T any](t testing.TB, e *engine, op string, body any) (T, *failed) {
	t.Helper()
	asked, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		OK    T       `json:"ok"`
		Error *failed `json:"error"`
	}
	raw := wire.Answer(e.ops(), []byte(`{"id":1,"op":"`+op+`","body":`+string(asked)+`}`))
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return answer.OK, answer.Error
}

// must is ask where an error fails the test.
func must[T any](t testing.TB, e *engine, op string, body any) T {
	t.Helper()
	ok, wrong := ask[T](t, e, op, body)
	if wrong != nil {
		t.Fatalf("%s: %+v", op, wrong)
	}
	return ok
}

func TestHelloCarriesTheVersionThatGoModPins(t *testing.T) {
	pinned, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	line := "github.com/open-policy-agent/gatekeeper/v3 v" + hello().Versions["gatekeeper"] + "\n"
	if !strings.Contains(string(pinned), line) {
		t.Errorf("go.mod does not have %q", line)
	}
}
