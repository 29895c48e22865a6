package main

import "testing"

type coveredFiles struct {
	Files []struct {
		Path    string   `json:"path"`
		Covered [][2]int `json:"covered"`
		Missed  [][2]int `json:"missed"`
		Untrue  []int    `json:"untrue"`
	} `json:"files"`
}

const coveredPolicy = `package x

import data.lib

deny contains "two" if {
	input.kind == "A"
	lib.many(input.list)
}

deny contains "other" if {
	input.kind == "B"
	input.more
}
`

const coveredLibrary = `package lib

many(list) if {
	count(list) > 1
}

for_others(list) if {
	count(list) > 9
}
`

func prepareCovering(t *testing.T) *engine {
	t.Helper()
	e := newEngine()
	must[struct{}](t, e, "prepare", fields{
		"as": "p", "entrypoints": []string{"x/deny"}, "cover": []string{"x.rego"},
		"modules": []fields{file("x.rego", coveredPolicy), file("lib.rego", coveredLibrary), file("unused.rego", "package unused\n\na := 1\n")},
	})
	return e
}

func TestCoverageAddsUpOverTheEvaluationsOfAHandle(t *testing.T) {
	e := prepareCovering(t)
	must[evaluated](t, e, "eval", fields{"handle": "p", "input": fields{"kind": "A", "list": []int{1}}})
	got := must[coveredFiles](t, e, "coverage", fields{"handles": []string{"p"}}).Files
	if len(got) != 2 || got[0].Path != "lib.rego" || got[1].Path != "x.rego" {
		t.Fatalf("got %+v, want the library's rule that is used and the policy", got)
	}
	same(t, "covered", got[1].Covered, [][2]int{{6, 7}})
	same(t, "missed", got[1].Missed, [][2]int{{5, 5}, {10, 12}})
	same(t, "untrue", got[1].Untrue, []int{5, 10})
	same(t, "missed of the library", got[0].Missed, [][2]int{{3, 3}})

	must[evaluated](t, e, "eval", fields{"handle": "p", "input": fields{"kind": "A", "list": []int{1, 2}}})
	got = must[coveredFiles](t, e, "coverage", fields{"handles": []string{"p"}}).Files
	same(t, "covered of the library", got[0].Covered, [][2]int{{3, 4}})
	same(t, "covered", got[1].Covered, [][2]int{{5, 7}})
	same(t, "missed", got[1].Missed, [][2]int{{10, 12}})
}

func TestWhatDoesNotCoverIsNotAskedForCoverage(t *testing.T) {
	e := prepareEngine(t, "pss/x/deny")
	if _, failed := ask[coveredFiles](t, e, "coverage", fields{"handles": []string{"p1"}}); failed == nil || failed.Code != "bad-request" {
		t.Errorf("got %+v", failed)
	}
}
