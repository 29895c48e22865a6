package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const explainedPolicy = `package pods

deny contains message if {
	input.request.kind.kind == "Pod"
	some container in input.request.object.spec.containers
	is_latest(container.image)
	message := container.name
}

is_latest(image) if {
	endswith(image, ":latest")
}
`

func explained(t *testing.T, input string) map[string]*explainedRule {
	t.Helper()
	e := newEngine()
	prepared, _ := json.Marshal(map[string]any{
		"as": "p", "modules": []module{{Path: "pods.rego", Text: explainedPolicy}}, "entrypoints": []string{"pods/deny"},
	})
	if _, err := e.prepare(prepared); err != nil {
		t.Fatal(err)
	}
	answer, err := e.explain(json.RawMessage(`{"handle":"p","input":` + input + `}`))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*explainedRule{}
	for _, rule := range answer.(struct {
		Rules []*explainedRule `json:"rules"`
	}).Rules {
		found[rule.Rule] = rule
	}
	return found
}

func TestExplainTellsWhatARuleGave(t *testing.T) {
	rules := explained(t, `{"request":{"kind":{"kind":"Pod"},"object":{"spec":{"containers":[{"name":"a","image":"x:1"},{"name":"b","image":"x:latest"}]}}}}`)
	deny := rules["data.pods.deny"]
	if deny == nil || deny.Row != 3 || len(deny.Succeeded) != 1 || deny.Succeeded[0].Value != `"b"` {
		t.Fatalf("got %+v", deny)
	}
	for name := range deny.Succeeded[0].Values {
		if strings.Contains(name, "__local") {
			t.Errorf("a name of the compiler's: %s", name)
		}
	}
	if len(deny.Failed) != 1 || deny.Failed[0].Row != 6 || deny.Failed[0].Text != "is_latest(container.image)" {
		t.Fatalf("got %+v", deny.Failed)
	}
	helper := rules["data.pods.is_latest"]
	if helper == nil || len(helper.Failed) != 1 || helper.Failed[0].Values["image"] != `"x:1"` {
		t.Fatalf("got %+v", helper)
	}
}

func TestExplainTellsTheExpressionThatEndedABodyThatTheIndexWouldLeaveOut(t *testing.T) {
	deny := explained(t, `{"request":{"kind":{"kind":"Service"}}}`)["data.pods.deny"]
	if deny == nil || len(deny.Succeeded) != 0 || len(deny.Failed) != 1 {
		t.Fatalf("got %+v", deny)
	}
	if only := deny.Failed[0]; only.Row != 4 || only.Values["input.request.kind.kind"] != `"Service"` {
		t.Fatalf("got %+v", only)
	}
}

func TestExplainTellsThatSomethingIsUndefined(t *testing.T) {
	deny := explained(t, `{"request":{"kind":{"kind":"Pod"},"object":{"spec":{"containers":[{"name":"a"}]}}}}`)["data.pods.deny"]
	if deny == nil || len(deny.Failed) != 1 || deny.Failed[0].Row != 6 || deny.Failed[0].Values["container.image"] != "undefined" {
		t.Fatalf("got %+v", deny)
	}
	if container := deny.Failed[0].Values["container"]; container != `{"name": "a"}` {
		t.Fatalf("got %s", container)
	}
}

func TestExplainNamesNothingAsOnlyTheCompilerDoes(t *testing.T) {
	rules := explained(t, `{"request":{"kind":{"kind":"Pod"},"object":{"spec":{}}}}`)
	deny := rules["data.pods.deny"]
	if deny == nil || len(deny.Failed) != 1 || deny.Failed[0].Row != 5 {
		t.Fatalf("got %+v", deny)
	}
	if value := deny.Failed[0].Values["input.request.object.spec.containers[_]"]; value != "undefined" {
		t.Errorf("got %+v", deny.Failed[0].Values)
	}
}
