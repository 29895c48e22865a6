package main

import (
	"strings"
	"testing"
)

// told is the line, the code and a part of the message of a problem.
type told struct {
	line    int
	code    string
	message string
}

func TestWhatGatekeeperRefusesIsAProblemAtItsLineAndTheRestIsTaken(t *testing.T) {
	broken := strings.Replace(labelsTemplate, "sprintf(", "sprinft(", 1)
	for name, want := range map[string]struct {
		text string
		told
	}{
		"Rego that does not compile": {broken, told{27, "", "undefined function sprinft"}},
		"Rego that does not parse":   {strings.Replace(labelsTemplate, "some label in", "some some label in", 1), told{25, "", "rego_parse_error"}},
		"a library that does not":    {strings.Replace(labelsTemplate, "own(object) := {} if", "own(object) := {} fi", 1), told{33, "", "rego_parse_error"}},
		"a builtin with a clock":     {strings.Replace(labelsTemplate, "sprintf(", "time.now_ns() == sprintf(", 1), told{27, "", "it reads the clock"}},
		"data of others":             {strings.Replace(labelsTemplate, "data.lib.names", "data.other.names", 1), told{2, "", "data.other.names"}},
		"no violation":               {strings.Replace(labelsTemplate, "violation contains", "violating contains", 1), told{2, "", "missing required rules: [violation]"}},
		"a name that is not its kind": {strings.Replace(labelsTemplate, "name: needslabels", "name: other", 1),
			told{2, "", "is not equal to the lowercase of CRD's Kind"}},
		"a variable of Gatekeeper's own": {strings.Replace(hostTemplate, "name: own,", "name: params,", 1), told{2, "", "reserved keyword"}},
		"parameters of another type":     {labelsTemplate + "---" + strings.Replace(needsTeam, "[team]", "team", 1), told{40, "schema", "spec.parameters.labels"}},
		"an unknown parameter":           {labelsTemplate + "---" + strings.Replace(needsTeam, "labels: [team]", "label: team", 1), told{40, "", "label"}},
		"an unknown action":              {labelsTemplate + "---" + strings.Replace(needsTeam, "spec:", "spec:\n  enforcementAction: refuse", 1), told{35, "", "refuse"}},
		"a selector that is none": {labelsTemplate + "---" + strings.Replace(inRed, "{matchLabels: {colour: red}}", "{matchExpressions: [{key: a, operator: Is}]}", 1),
			told{38, "", "Is"}},
		"a Constraint without its template": {needsTeam, told{2, "", `template "needslabels" not found`}},
		"a Constraint twice":                {labelsTemplate + "---" + needsTeam + "---" + needsTeam, told{42, "", "NeedsLabels/team"}},
		"a template twice":                  {labelsTemplate + "---" + labelsTemplate, told{35, "", "NeedsLabels"}},
		"a kind of others":                  {barePod, told{3, "", "`Pod` of `v1`"}},
		"no YAML":                           {"a: [", told{1, "", "YAML"}},
		"an expansion of nothing":           {strings.Replace(expandsDeployments, "templateSource: spec.template", "enforcementAction: deny", 1), told{2, "", "empty source"}},
		"an unknown mutator":                {strings.Replace(addsTier, "kind: AssignMetadata", "kind: AssignAll", 1), told{2, "", "`AssignAll`"}},
		"a mutator without a place":         {strings.Replace(addsTier, "metadata.labels.tier", "spec.tier", 1), told{5, "", "spec.tier"}},
		"a provider that is not safe":       {strings.Replace(stockProvider, "https:", "http:", 1), told{2, "", "HTTPS"}},
		"a Config of another name":          {strings.Replace(excludesSystem, "name: config", "name: other", 1), told{2, "", "name 'config'"}},
	} {
		e := newEngine()
		read := must[policiesAnswer](t, e, "policies", fields{"as": "p", "sources": sources(want.text + "\n---" + hostTemplate2 + "---" + noHost2)})
		if len(read.Problems) != 1 {
			t.Errorf("%s: got %+v", name, read.Problems)
			continue
		}
		got := read.Problems[0]
		if got.Path != "policies.yaml" || got.Code != want.code || !strings.Contains(got.Message, want.message) || got.Line != want.line {
			t.Errorf("%s: got %+v, want %+v", name, got, want.told)
		}
		if judgedBare := judged(t, e, fields{"review": review(t, "CREATE", barePod)}); judgedBare.Decision != deny {
			t.Errorf("%s: the rest does not judge: %+v", name, judgedBare)
		}
	}
}

// hostTemplate2 and noHost2 are valid beside any other.
var (
	hostTemplate2 = strings.NewReplacer("nohostnetwork", "never", "NoHostNetwork", "Never").Replace(hostTemplate)
	noHost2       = strings.Replace(noHost, "NoHostNetwork", "Never", 1)
)

func TestWhatIsTakenIsNamedWithItsLine(t *testing.T) {
	read := must[policiesAnswer](t, newEngine(), "policies", fields{"as": "p", "sources": sources(labelsTemplate, needsTeam, addsTier, expandsDeployments, excludesSystem)})
	for i, want := range []named{
		{"needslabels", "ConstraintTemplate", 2}, {"team", "NeedsLabels", 37}, {"config", "Config", 66}, {"tier", "AssignMetadata", 46},
		{"deployments", "ExpansionTemplate", 56},
	} {
		if got := read.Policies[i]; got != want || len(read.Policies) != 5 {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	read = must[policiesAnswer](t, newEngine(), "policies", fields{"as": "p", "sources": sources("# nothing")})
	if len(read.Problems) != 1 || read.Problems[0].Message != "the file holds no document; write a ConstraintTemplate and a Constraint" {
		t.Errorf("got %+v", read)
	}
}

func TestATemplateInBothLanguagesIsJudgedInTheOneThatIsAskedFor(t *testing.T) {
	for driver, want := range map[string]string{"any": "in CEL", "cel": "in CEL", "rego": "in Rego"} {
		e := newEngine()
		load(t, e, fields{"driver": driver}, bothTemplate, bothAll)
		if got := judged(t, e, fields{"review": review(t, "CREATE", barePod)}); len(got.Violations) != 1 || got.Violations[0].Message != want {
			t.Errorf("%s: got %+v", driver, got)
		}
	}
	for driver, text := range map[string]string{"cel": labelsTemplate, "rego": hostTemplate} {
		read := must[policiesAnswer](t, newEngine(), "policies", fields{"as": "p", "driver": driver, "sources": sources(text)})
		if len(read.Problems) != 1 || len(read.Policies) != 0 {
			t.Errorf("%s: got %+v", driver, read)
		}
	}
	for _, body := range []fields{{"as": "p", "driver": "wasm"}, {"as": "p", "point": "audit"}} {
		if _, wrong := ask[any](t, newEngine(), "policies", body); wrong == nil || wrong.Code != "bad-request" {
			t.Errorf("%v: got %+v", body, wrong)
		}
	}
}

func TestPoliciesThatShareTheirTemplatesShareWhatIsCompiled(t *testing.T) {
	e := newEngine()
	for _, handle := range []string{"a", "b"} {
		must[any](t, e, "policies", fields{"as": handle, "sources": sources(labelsTemplate, strings.Replace(needsTeam, "team", handle, 2))})
	}
	if e.policies["a"].client != e.policies["b"].client {
		t.Error("each has a client of its own")
	}
	for _, handle := range []string{"a", "b"} {
		got := judged(t, e, fields{"policies": handle, "review": review(t, "CREATE", barePod)})
		if len(got.Violations) != 1 || got.Violations[0].Policy != "NeedsLabels/"+handle {
			t.Errorf("%s: got %+v", handle, got)
		}
	}
}

func TestAHandleThatWasDroppedIsGone(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, needsTeam)
	must[any](t, e, "world", fields{"as": "w"})
	must[any](t, e, "drop", fields{"handles": []string{"p", "w", "never"}})
	if _, wrong := ask[any](t, e, "judge", fields{"policies": "p", "review": "{}"}); wrong == nil || wrong.Code != "bad-request" {
		t.Errorf("got %+v", wrong)
	}
}

func TestGarbageNeverPanics(t *testing.T) {
	whole := strings.Join([]string{labelsTemplate, hostTemplate, needsTeam, inRed, addsTier, expandsDeployments, excludesSystem, stockProvider}, "---")
	lines := strings.Split(whole, "\n")
	for i, line := range lines {
		for _, instead := range []string{"", strings.Replace(line, ":", ": [7]  #", 1), strings.Replace(line, ": ", ": null #", 1)} {
			lines[i] = instead
			e := newEngine()
			for op, body := range map[string]fields{
				"policies": {"as": "p", "sources": sources(strings.Join(lines, "\n"))}, "forms": {"sources": sources(strings.Join(lines, "\n"))},
			} {
				if _, wrong := ask[any](t, e, op, body); wrong != nil {
					t.Fatalf("%s with line %d as %q: %+v", op, i+1, instead, wrong)
				}
			}
			if _, wrong := ask[any](t, e, "judge", fields{"policies": "p", "review": review(t, "CREATE", barePod)}); wrong != nil {
				t.Fatalf("judge with line %d as %q: %+v", i+1, instead, wrong)
			}
		}
		lines[i] = line
	}
}
