package main

import (
	"strings"
	"testing"
)

func TestAReviewIsHeldAgainstConstraintsInRegoAndInCel(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, hostTemplate, needsTeam, noHost)
	want := newVerdict()
	want.Decision = deny
	want.Violations = []violation{
		{Policy: "NeedsLabels/team", Message: "bare has no label team: add it", Details: fields{"label": "team"}},
		{Policy: "NoHostNetwork/pods", Message: "the Pod bare is on the network of its host"},
	}
	same(t, "a bare Pod", judged(t, e, fields{"review": review(t, "CREATE", barePod)}), want)
	same(t, "a bare Pod as a file", judged(t, e, fields{"object": object(t, barePod)}), want)
	same(t, "a good Pod", judged(t, e, fields{"review": review(t, "CREATE", goodPod)}), newVerdict())
	same(t, "a good Pod as a file", judged(t, e, fields{"object": object(t, goodPod)}), newVerdict())
}

func TestADeleteIsJudgedByTheOldObjectInBothLanguages(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, hostTemplate, needsTeam, noHost, sendsAll)
	for range 20 {
		got := judged(t, e, fields{"review": review(t, "DELETE", barePod)})
		if got.Decision != deny || len(got.Violations) != 2 {
			t.Fatalf("got %+v", got)
		}
	}
}

func TestAnActionIsTakenAtItsPointOfEnforcement(t *testing.T) {
	texts := []string{labelsTemplate, hostTemplate, warnsOfTier, triesOwner, scopedHost}
	bare := fields{"review": review(t, "CREATE", barePod)}
	e := newEngine()
	load(t, e, nil, texts...)
	want := newVerdict()
	want.Warnings = []string{"[tier] bare has no label tier: say where it belongs", "[scoped] the Pod bare is on the network of its host"}
	want.Audit = map[string]string{"NeedsLabels/owner": "bare has no label on-call: add it; bare has no label owner: add it"}
	same(t, "the webhook", judged(t, e, bare), sortWarnings(want))

	load(t, e, fields{"point": gatorPoint}, texts...)
	got := judged(t, e, bare)
	messages := []string{}
	for _, found := range got.Violations {
		messages = append(messages, found.Policy)
	}
	same(t, "gator", messages, []string{"NeedsLabels/owner", "NeedsLabels/owner", "NoHostNetwork/scoped", "NeedsLabels/tier"})
	if got.Decision != deny || len(got.Warnings)+len(got.Audit) > 0 {
		t.Errorf("got %+v", got)
	}
}

// sortWarnings puts warnings into the order of their actions, as Gatekeeper has it: that of scoped ones is before `warn`.
func sortWarnings(v *verdict) *verdict {
	v.Warnings[0], v.Warnings[1] = v.Warnings[1], v.Warnings[0]
	return v
}

func TestWhatNoConstraintMatchesIsSkipped(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, needsTeam)
	got := judged(t, e, fields{"review": review(t, "CREATE", configMap)})
	if got.Decision != skip || got.Skipped != "no Constraint matches: NeedsLabels/team" {
		t.Errorf("got %+v", got)
	}
	load(t, e, nil, labelsTemplate)
	if got := judged(t, e, fields{"review": review(t, "CREATE", barePod)}); got.Decision != skip || got.Skipped != "there is no Constraint" {
		t.Errorf("got %+v", got)
	}
	load(t, e, nil, labelsTemplate, needsTeam, excludesSystem)
	got = judged(t, e, fields{"review": review(t, "CREATE", inNamespace(barePod, "system"))})
	if got.Decision != skip || got.Skipped != "Namespace is set to be ignored by Gatekeeper config" {
		t.Errorf("got %+v", got)
	}
}

func TestAnEvaluationThatFailsIsAnErrorAndNoViolation(t *testing.T) {
	conflicts := strings.Replace(labelsTemplate, "own(object) := {} if not object.metadata.labels", "own(object) := {}", 1)
	divides := strings.Replace(hostTemplate, "'!variables.own'", "'1 / (size(variables.anyObject.metadata.name) - 4) > 0'", 1)
	for language, texts := range map[string][]string{
		"eval_conflict_error": {conflicts, needsTeam},
		"division by zero":    {divides, noHost},
	} {
		for _, point := range []string{webhookPoint, gatorPoint} {
			e := newEngine()
			load(t, e, fields{"point": point}, texts...)
			got := judged(t, e, fields{"review": review(t, "CREATE", goodPod)})
			if got.Decision != failure || len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Message, language) || got.Errors[0].Policy == "" || len(got.Violations) > 0 {
				t.Errorf("%s at %s: got %+v", language, point, got)
			}
		}
	}
}

func TestAMessageThatOnlySpeaksOfErrorsIsAViolation(t *testing.T) {
	e := newEngine()
	load(t, e, nil, strings.Replace(labelsTemplate, `"%s has no label %s: %s"`, `"eval_conflict_error: %s %s %s"`, 1), needsTeam)
	if got := judged(t, e, fields{"review": review(t, "CREATE", barePod)}); got.Decision != deny {
		t.Errorf("got %+v", got)
	}
}

func TestParametersOfARequestStandForThoseOfEveryConstraint(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, needsTeam)
	bare := review(t, "CREATE", barePod)
	messages := func(parameters any) []violation {
		return judged(t, e, fields{"review": bare, "parameters": parameters}).Violations
	}
	same(t, "others", messages(fields{"labels": []string{"cost"}}),
		[]violation{{Policy: "NeedsLabels/team", Message: "bare has no label cost: add it", Details: fields{"label": "cost"}}})
	same(t, "none", messages(fields{}), []violation{})
	same(t, "its own again", judged(t, e, fields{"review": bare}).Violations,
		[]violation{{Policy: "NeedsLabels/team", Message: "bare has no label team: add it", Details: fields{"label": "team"}}})
	for _, parameters := range []any{fields{"labels": "cost"}, []string{"cost"}} {
		got := judged(t, e, fields{"review": bare, "parameters": parameters})
		if got.Decision != failure || got.Errors[0].Code != codeBadWorld {
			t.Errorf("%v: got %+v", parameters, got)
		}
	}
	same(t, "its own after all", len(judged(t, e, fields{"review": bare}).Violations), 1)
}

func TestParametersThatNoTemplateTakesAreAnError(t *testing.T) {
	e := newEngine()
	load(t, e, nil, hostTemplate, noHost)
	got := judged(t, e, fields{"review": review(t, "CREATE", barePod), "parameters": fields{"most": 3}})
	if got.Decision != failure || got.Errors[0].Code != codeBadWorld {
		t.Errorf("got %+v", got)
	}
	if got := judged(t, e, fields{"review": review(t, "CREATE", barePod), "parameters": fields{}}); got.Decision != deny {
		t.Errorf("got %+v", got)
	}
}

func TestParametersKeepWholeNumbersWhole(t *testing.T) {
	e := newEngine()
	counts := strings.NewReplacer("names: {kind: NoHostNetwork}", "names: {kind: NoHostNetwork}, validation: {openAPIV3Schema: {type: object, properties: {most: {type: integer}}}}",
		"'!variables.own'", "'variables.params.most > 5'", `'"the Pod " + variables.anyObject.metadata.name + " is on the network of its host"'`, `'type(variables.params.most) == int ? "whole" : "not whole"'`).
		Replace(hostTemplate)
	load(t, e, nil, counts, noHost)
	got := judged(t, e, fields{"review": review(t, "CREATE", barePod), "parameters": fields{"most": 3}})
	if len(got.Violations) != 1 || got.Violations[0].Message != "whole" {
		t.Errorf("got %+v", got)
	}
}

func TestTheAnswerDoesNotHangOnWhatWasAskedBefore(t *testing.T) {
	worlds := []fields{
		{"as": "none"},
		{"as": "red", "namespaces": []any{object(t, redNamespace)}, "objects": []any{object(t, inNamespace(goodPod, "red"))}},
	}
	sets := map[string][]string{
		"team": {labelsTemplate, hostTemplate, needsTeam}, "both": {labelsTemplate, hostTemplate, needsTeam, noHost, inRed}, "stock": {stockTemplate, stockEmpty},
	}
	var questions []fields
	for handle := range sets {
		for _, around := range worlds {
			for _, text := range []string{barePod, inNamespace(goodPod, "red")} {
				asked := fields{"policies": handle, "world": around["as"], "review": review(t, "CREATE", text)}
				questions = append(questions, asked, with(asked, "parameters", fields{"labels": []string{"cost"}}))
			}
		}
	}
	prepare := func(e *engine) {
		for handle, texts := range sets {
			must[any](t, e, "policies", fields{"as": handle, "sources": sources(texts...)})
		}
		for _, around := range worlds {
			must[any](t, e, "world", around)
		}
	}
	old := newEngine()
	prepare(old)
	for range 3 {
		for _, asked := range questions {
			fresh := newEngine()
			prepare(fresh)
			same(t, "the same question", must[any](t, old, "judge", asked), must[any](t, fresh, "judge", asked))
		}
	}
}

func TestWhatIsNoRequestIsBadInput(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, needsTeam)
	for name, asked := range map[string]fields{
		"no JSON": {"review": "{"}, "no request": {"review": "{}"}, "no object": {"review": `{"request":{}}`},
		"no kind": {"object": fields{"metadata": fields{}}}, "a broken object": {"review": `{"request":{"object":{"kind":7}}}`},
	} {
		asked["policies"] = "p"
		if _, wrong := ask[any](t, e, "judge", asked); wrong == nil || wrong.Code != "bad-input" || wrong.Message == "" {
			t.Errorf("%s: got %+v", name, wrong)
		}
	}
	for name, asked := range map[string]fields{
		"both": {"policies": "p", "review": "{}", "object": fields{}}, "neither": {"policies": "p"},
		"no policies": {"policies": "q", "review": "{}"}, "no world": {"policies": "p", "world": "q", "review": "{}"},
	} {
		if _, wrong := ask[any](t, e, "judge", asked); wrong == nil || wrong.Code != "bad-request" {
			t.Errorf("%s: got %+v", name, wrong)
		}
	}
}
