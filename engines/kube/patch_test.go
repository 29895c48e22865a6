package main

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
)

func patched(t *testing.T, object, operations string) (string, error) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"object": json.RawMessage(object), "patch": base64.StdEncoding.EncodeToString([]byte(operations))})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := patch(body)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), nil
}

func TestAPatchIsAppliedToTheObject(t *testing.T) {
	got, err := patched(t, `{"a":{"b":12345678901234567890}}`, `[{"op":"add","path":"/a/c","value":[1]},{"op":"test","path":"/a/c/0","value":1}]`)
	if want := `{"object":{"a":{"b":12345678901234567890,"c":[1]}}}`; err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestAPatchThatCannotBeAppliedIsTheUsersFault(t *testing.T) {
	for operations, words := range map[string]string{
		`{}`:                                  "the patch is no JSON patch",
		`[{"op":"remove","path":"/nothing"}]`: "the patch cannot be applied: error in remove for path",
	} {
		if _, err := patched(t, `{}`, operations); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", operations, err)
		}
	}
	if _, err := patch([]byte(`{"object":{},"patch":"%"}`)); err == nil || !strings.Contains(err.Error(), "the patch is no base64") {
		t.Error(err)
	}
}
