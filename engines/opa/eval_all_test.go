package main

import (
	"encoding/json"
	"testing"
)

type evaluatedAll struct {
	Evaluations []struct {
		evaluated
		Error *failure `json:"error"`
	} `json:"evaluations"`
}

func TestEvalAllSaysOfEachHandleWhatEvalSaysOfIt(t *testing.T) {
	e := prepareEngine(t, "pss/x/deny", "pss/x/warn")
	prepareAs(t, e, "p2", "pss/x/conflict")
	prepareAs(t, e, "p3", "pss/x/nothing")
	got := must[evaluatedAll](t, e, "evalAll", fields{"handles": []string{"p3", "p2", "p1"}, "input": input("")}).Evaluations
	if len(got) != 3 || got[0].Error != nil || got[1].Error == nil || got[2].Error != nil {
		t.Fatalf("outcomes %+v: only the second fails", got)
	}
	alone := must[evaluated](t, e, "eval", fields{"handle": "p1", "input": input("")})
	same(t, "results", got[2].evaluated, alone)
	same(t, "undefined results", got[0].Results, map[string]json.RawMessage{})
	_, refusal := ask[evaluated](t, e, "eval", fields{"handle": "p2", "input": input("")})
	same(t, "the error", got[1].Error, refusal)
}

func TestEvalAllRefusesAHandleThatItDoesNotHold(t *testing.T) {
	asked := fields{"handles": []string{"p1", "p9"}, "input": input("")}
	if _, failed := ask[evaluatedAll](t, prepareEngine(t, "pss/x/deny"), "evalAll", asked); failed == nil || failed.Code != "bad-request" {
		t.Errorf("got %+v, want a bad request", failed)
	}
}
