package main

import (
	"strings"
	"testing"
)

const tested = `package x

deny contains "privileged" if {
	some c in input.containers
	c.privileged
}

deny contains "root" if {
	input.user == "root"
	print("root", input.user)
}
`

const tests = `package x_test

import data.x

test_deny_privileged if {
	x.deny == {"privileged"} with input as {"containers": [{"privileged": true}]}
}

test_fails if {
	print("about to fail")
	count(x.deny) == 5
}

test_table[name] if {
	some name, n in {"one": 1, "two": 2, "three": 3}
	n == 1
}

todo_test_later if false

test_error if units.parse("x") == 1
`

func runModules(t *testing.T, extra fields) testAnswer {
	t.Helper()
	body := fields{"modules": []fields{file("x/x_test.rego", tests), file("x/x.rego", tested)}}
	for key, value := range extra {
		body[key] = value
	}
	answer := must[testAnswer](t, newEngine(), "test", body)
	for i := range answer.Results {
		if got := &answer.Results[i]; got.Nanoseconds < 0 || got.Nanoseconds == 0 && got.Status != "skip" {
			t.Errorf("%s took %d ns", got.Name, got.Nanoseconds)
		} else {
			got.Nanoseconds = 0
		}
	}
	return answer
}

func TestTestSaysWhatCameOfEveryTest(t *testing.T) {
	answer := runModules(t, fields{"strict": true})
	same(t, "results", answer.Results, []testResult{
		{"x_test", "test_deny_privileged", "x/x_test.rego", 5, "pass", "", "", 0},
		{"x_test", "test_fails", "x/x_test.rego", 9, "fail", "", "about to fail\n", 0},
		{"x_test", "test_table", "x/x_test.rego", 14, "fail", "three\ntwo", "", 0},
		{"x_test", "todo_test_later", "x/x_test.rego", 19, "skip", "", "", 0},
		{"x_test", "test_error", "x/x_test.rego", 21, "error", "x/x_test.rego:21: eval_builtin_error: units.parse: units.parse: no amount provided", "", 0},
	})
	if answer.Coverage != nil {
		t.Error("coverage that nobody asked for")
	}
}

func TestTestTakesWhatABuiltinFailsOnForUndefinedAsOpaTestDoes(t *testing.T) {
	results := runModules(t, fields{"run": "test_error"}).Results
	same(t, "results", results, []testResult{{"x_test", "test_error", "x/x_test.rego", 21, "fail", "", "", 0}})
}

func TestTestRunsOnlyWhatItsExpressionSelects(t *testing.T) {
	same(t, "one", len(runModules(t, fields{"run": "x_test.test_deny"}).Results), 1)
	same(t, "none", runModules(t, fields{"run": "^nothing$"}).Results, []testResult{})
	body := fields{"modules": []fields{file("x.rego", tested)}, "run": "("}
	if failed := fails(t, "test", body, "bad-input"); !strings.Contains(failed.Message, "missing closing )") {
		t.Errorf("got %q", failed.Message)
	}
}

func TestTestCoversLinesOfPoliciesAndNotOfTests(t *testing.T) {
	covered := runModules(t, fields{"coverage": true}).Coverage
	same(t, "coverage", covered, []fileCoverage{
		{"x/x.rego", [][2]int{{3, 5}, {9, 9}}, [][2]int{{8, 8}, {10, 10}}, covered[0].Percent},
	})
	if covered[0].Percent <= 50 || covered[0].Percent >= 100 {
		t.Errorf("%v percent", covered[0].Percent)
	}
}

func TestCoverageOfAPolicyThatNoTestReachesIsNotLeftOut(t *testing.T) {
	other := file("y.rego", "package y\n\ndeny := 1 if {\n\tinput.x\n}\n")
	body := fields{"modules": []fields{file("x_test.rego", "package x_test\n\ntest_a if true\n"), other}, "coverage": true}
	same(t, "coverage", must[testAnswer](t, newEngine(), "test", body).Coverage, []fileCoverage{{"y.rego", [][2]int{}, [][2]int{{3, 4}}, 0}})
}

func TestTestReadsData(t *testing.T) {
	body := fields{"data": fields{"settings": fields{"a": 1}}, "modules": []fields{file("x_test.rego", "package x_test\n\ntest_a if data.settings.a == 1\n")}}
	same(t, "status", must[testAnswer](t, newEngine(), "test", body).Results[0].Status, "pass")
}

func TestTestRefusesModulesThatDoNotCompile(t *testing.T) {
	failed := fails(t, "test", fields{"modules": []fields{file("x_test.rego", "package x_test\n\ntest_a if y\n")}}, "bad-input")
	same(t, "diagnostics", failed.Details.Diagnostics, []diagnostic{{"x_test.rego", 3, 11, "rego_unsafe_var_error", "var y is unsafe"}})
}
