package main

import (
	"strings"
	"testing"
)

func TestMatchNamesTheConstraintsAndWhatTheirRegoIsGiven(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, hostTemplate, needsTeam, noHost, scopedHost, inRed, sendsAll)
	must[any](t, e, "world", fields{"as": "w", "namespaces": []any{object(t, shopNamespace)}})
	asked := fields{"policies": "p", "world": "w", "review": review(t, "DELETE", barePod)}
	got := must[matches](t, e, "match", asked)
	labels := fields{"labels": []string{"team"}, "hint": "add it"}
	same(t, "constraints", got.Constraints, []matchedConstraint{
		{"needslabels", "NeedsLabels", "team", labels, []string{deny}}, {"nohostnetwork", "NoHostNetwork", "pods", nil, []string{deny}},
		{"nohostnetwork", "NoHostNetwork", "scoped", nil, []string{"warn"}},
	})
	same(t, "the object of a DELETE", got.Input.Review["object"], got.Input.Review["oldObject"])
	same(t, "the user", got.Input.Review["userInfo"], fields{"username": "dev"})
	namespace, _ := got.Input.Review["namespaceObject"].(map[string]any)
	same(t, "its name", namespace["metadata"], fields{"name": "shop"})

	got = must[matches](t, e, "match", with(asked, "parameters", fields{"labels": []string{"cost"}}))
	same(t, "other parameters", got.Constraints[0].Parameters, fields{"labels": []string{"cost"}, "hint": "add it"})
	got = must[matches](t, e, "match", fields{"policies": "p", "object": object(t, configMap)})
	if len(got.Constraints) != 0 || got.Input.Review["object"] == nil || !strings.HasPrefix(got.Skipped, "no Constraint matches: ") {
		t.Errorf("got %+v", got)
	}
}

func TestAMatchThatFailsIsToldApart(t *testing.T) {
	e := newEngine()
	load(t, e, fields{"point": gatorPoint}, labelsTemplate, inRed)
	got := must[matches](t, e, "match", fields{"policies": "p", "object": object(t, barePod)})
	if len(got.Constraints) != 0 || got.Skipped != "" || len(got.Rejected) != 1 || got.Rejected[0].Policy != "NeedsLabels/red" || got.Rejected[0].Actions[0] != deny {
		t.Errorf("got %+v", got)
	}
}

func TestParametersThatDoNotFitAreBadInputForAMatch(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, needsTeam)
	_, wrong := ask[any](t, e, "match", fields{"policies": "p", "object": object(t, barePod), "parameters": fields{"labels": 7}})
	if wrong == nil || wrong.Code != "bad-input" || wrong.Details["code"] != codeBadWorld {
		t.Errorf("got %+v", wrong)
	}
}
