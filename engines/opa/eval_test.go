package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

type evaluated struct {
	Results map[string]json.RawMessage `json:"results"`
	Prints  []string                   `json:"prints"`
	Trace   []string                   `json:"trace"`
}

const policy = `package pss.x

import data.settings

deny contains msg if {
	print("uid", input.request.uid)
	some c in input.request.object.spec.containers
	not c.name in settings.allowed
	msg := sprintf("container %q of %v is refused", [c.name, {"b", "a"}])
}

warn contains "label" if not input.request.object.metadata.labels.app

rank := to_number(input.request.rank)

conflict := input.request.uid if true

conflict := "other" if true

nothing if false
`

func prepareEngine(t *testing.T, entrypoints ...string) *engine {
	t.Helper()
	e := newEngine()
	prepareAs(t, e, "p1", entrypoints...)
	return e
}

func prepareAs(t *testing.T, e *engine, as string, entrypoints ...string) {
	t.Helper()
	must[struct{}](t, e, "prepare", fields{
		"as": as, "modules": []fields{file("x.rego", policy)}, "entrypoints": entrypoints,
		"data": fields{"settings": fields{"allowed": []string{"ok"}}},
	})
}

func input(extra string) json.RawMessage {
	return json.RawMessage(`{"request":{"uid":"u1","object":{"spec":{"containers":[{"name":"ok"},{"name":"bad"}]}}` + extra + `}}`)
}

func TestEvalAnswersEveryEntrypointAndLeavesOutWhatIsUndefined(t *testing.T) {
	e := prepareEngine(t, "pss/x/deny", "pss/x/nothing", "pss/x/warn")
	got := must[evaluated](t, e, "eval", fields{"handle": "p1", "input": input("")})
	same(t, "results", got.Results, map[string]json.RawMessage{
		"pss/x/deny": json.RawMessage(`["container \"bad\" of {\"a\", \"b\"} is refused"]`),
		"pss/x/warn": json.RawMessage(`["label"]`),
	})
	same(t, "prints", got.Prints, []string{"uid u1"})
	if got.Trace != nil {
		t.Errorf("a trace that nobody asked for: %v", got.Trace)
	}
}

func TestEvalWithoutInputIsNotEvalWithNull(t *testing.T) {
	e := newEngine()
	must[struct{}](t, e, "prepare", fields{"as": "p", "entrypoints": []string{"x/deny"}, "modules": []fields{
		file("x.rego", "package x\n\ndeny := input\n"),
	}})
	same(t, "no input", must[evaluated](t, e, "eval", fields{"handle": "p"}).Results, map[string]json.RawMessage{})
	same(t, "null", must[evaluated](t, e, "eval", fields{"handle": "p", "input": json.RawMessage("null")}).Results,
		map[string]json.RawMessage{"x/deny": json.RawMessage("null")})
}

func TestEvalTakesABuiltinErrorForUndefinedAsOpasServerDoes(t *testing.T) {
	e := prepareEngine(t, "pss/x/rank")
	got := must[evaluated](t, e, "eval", fields{"handle": "p1", "input": input(`,"rank":"no number"`)})
	same(t, "results", got.Results, map[string]json.RawMessage{})
	got = must[evaluated](t, e, "eval", fields{"handle": "p1", "input": input(`,"rank":"9007199254740993"`)})
	same(t, "results", got.Results, map[string]json.RawMessage{"pss/x/rank": json.RawMessage("9007199254740993")})
}

func TestEvalFailsWithOpasWordsAndPlaceWhereRulesContradict(t *testing.T) {
	e := prepareEngine(t, "pss/x/deny", "pss/x/conflict")
	_, failed := ask[evaluated](t, e, "eval", fields{"handle": "p1", "input": input("")})
	if failed == nil || failed.Code != "bad-input" || !strings.HasPrefix(failed.Message, "rule data.pss.x.conflict produced conflicting values") {
		t.Fatalf("got %+v", failed)
	}
	if failed.Details.Code != "eval_conflict_error" || failed.Details.Path != "x.rego" || failed.Details.Row == 0 {
		t.Errorf("got %+v", failed.Details)
	}
}

func TestEvalTracesWhenAsked(t *testing.T) {
	e := prepareEngine(t, "pss/x/warn")
	got := must[evaluated](t, e, "eval", fields{"handle": "p1", "input": input(""), "trace": true})
	if !slices.ContainsFunc(got.Trace, func(line string) bool { return strings.HasPrefix(line, "x.rego:12") && strings.Contains(line, "Enter") }) {
		t.Errorf("no line of the trace enters the rule at x.rego:12:\n%s", strings.Join(got.Trace, "\n"))
	}
}

func TestEvalKnowsAHandleUntilItIsDropped(t *testing.T) {
	e := prepareEngine(t, "pss/x/warn")
	must[evaluated](t, e, "eval", fields{"handle": "p1", "input": input("")})
	must[struct{}](t, e, "drop", fields{"handles": []string{"p1", "never"}})
	if _, failed := ask[evaluated](t, e, "eval", fields{"handle": "p1", "input": input("")}); failed == nil || failed.Code != "bad-request" {
		t.Errorf("got %+v", failed)
	}
}

func TestPrepareRefusesWhatNothingWouldEvaluate(t *testing.T) {
	body := func(entrypoints ...string) fields {
		return fields{"as": "p", "modules": []fields{file("x.rego", policy)}, "entrypoints": entrypoints}
	}
	fails(t, "prepare", body(), "bad-request")
	fails(t, "prepare", body(""), "bad-request")
	fails(t, "prepare", body("pss/x/denny"), "bad-input")
	conflict := body("pss/x/deny")
	conflict["data"] = fields{"pss": fields{"x": fields{"deny": 1}}}
	if failed := fails(t, "prepare", conflict, "bad-input"); !strings.Contains(failed.Message, "conflicting rule for data path") {
		t.Errorf("got %q", failed.Message)
	}
}

func TestAnErrorOfABuiltinIsAnErrorOnlyWherePrepareIsStrict(t *testing.T) {
	body := fields{"as": "p", "entrypoints": []string{"x/y"}, "modules": []fields{file("x.rego", "package x\n\ny := 1 / input.zero\n")}}
	input := fields{"handle": "p", "input": fields{"zero": 0}}
	e := newEngine()
	must[struct{}](t, e, "prepare", body)
	same(t, "results", must[evaluation](t, e, "eval", input).Results, map[string]any{})
	body["strict"] = true
	must[struct{}](t, e, "prepare", body)
	if got, failed := ask[evaluation](t, e, "eval", input); failed == nil || !strings.Contains(failed.Message, "divide by zero") {
		t.Errorf("got %v %+v", got, failed)
	}
}

func TestNumbersInDataKeepTheirDigits(t *testing.T) {
	e := newEngine()
	must[struct{}](t, e, "prepare", fields{
		"as": "p", "entrypoints": []string{"x/y"}, "data": fields{"big": json.RawMessage("123456789012345678901234567890")},
		"modules": []fields{file("x.rego", "package x\n\ny := sprintf(\"%d\", [data.big])\n")},
	})
	same(t, "results", must[evaluation](t, e, "eval", fields{"handle": "p"}).Results, map[string]any{"x/y": "123456789012345678901234567890"})
}

func TestEvalPutsAnInventoryUnderDataForOneEvaluation(t *testing.T) {
	e := newEngine()
	must[struct{}](t, e, "prepare", fields{
		"as": "p1", "entrypoints": []string{"x/names", "x/kept"}, "data": fields{"settings": fields{"kept": true}},
		"modules": []fields{file("x.rego", "package x\n\nnames contains name if some name, _ in data.inventory.cluster\n\nkept := data.settings.kept\n")},
	})
	ask := func(more fields) map[string]json.RawMessage {
		body := fields{"handle": "p1", "input": fields{}}
		for key, value := range more {
			body[key] = value
		}
		return must[evaluated](t, e, "eval", body).Results
	}
	none := map[string]json.RawMessage{"x/names": json.RawMessage(`[]`), "x/kept": json.RawMessage(`true`)}
	same(t, "before", ask(nil), none)
	same(t, "with one", ask(fields{"inventory": fields{"cluster": fields{"a": 1}}}), map[string]json.RawMessage{
		"x/names": json.RawMessage(`["a"]`), "x/kept": json.RawMessage(`true`),
	})
	same(t, "with another", ask(fields{"inventory": fields{"cluster": fields{"b": 1}}}), map[string]json.RawMessage{
		"x/names": json.RawMessage(`["b"]`), "x/kept": json.RawMessage(`true`),
	})
	same(t, "after", ask(nil), none)
}
