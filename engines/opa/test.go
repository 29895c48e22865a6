package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
)

// testLimit is how long one test may take.
const testLimit = 30 * time.Second

type testResult struct {
	Package     string `json:"package"`
	Name        string `json:"name"`
	Path        string `json:"path"`
	Row         int    `json:"row"`
	Status      string `json:"status"`
	Message     string `json:"message,omitempty"`
	Output      string `json:"output,omitempty"`
	Nanoseconds int64  `json:"nanoseconds"`
}

type testAnswer struct {
	Results  []testResult   `json:"results"`
	Coverage []fileCoverage `json:"coverage,omitempty"`
}

// test runs Rego unit tests with OPA's own runner. As in `opa test`, what a builtin fails on is undefined; with `strict` it is an error of the test.
func test(body json.RawMessage) (any, error) {
	var asked struct {
		sources
		Data     documents `json:"data"`
		Run      string    `json:"run"`
		Coverage bool      `json:"coverage"`
		Strict   bool      `json:"strict"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	if _, err := regexp.Compile(asked.Run); err != nil {
		return nil, wire.BadInput(err.Error(), nil)
	}
	parsed, err := asked.parseAll()
	if err != nil {
		return nil, err
	}
	covered := cover.New()
	store := newStore(asked.Data)
	compiler, err := withoutConflicts(context.Background(), newCompiler(), store)
	if err != nil {
		return nil, err
	}
	runner := tester.NewRunner().SetCompiler(compiler).SetStore(store).Filter(asked.Run).
		CapturePrintOutput(true).RaiseBuiltinErrors(asked.Strict).SetTimeout(testLimit)
	if asked.Coverage {
		runner = runner.SetCoverageQueryTracer(covered).SetCoverageRuns(nil)
	}
	answer := testAnswer{}
	if answer.Results, err = runTests(runner, parsed); err != nil {
		return nil, err
	}
	if asked.Coverage {
		answer.Coverage = coverage(covered, parsed)
	}
	return answer, nil
}

func runTests(runner *tester.Runner, modules map[string]*ast.Module) ([]testResult, error) {
	results := []testResult{}
	finished, err := runner.SetModules(modules).RunTests(context.Background(), nil)
	var broken ast.Errors
	if errors.As(err, &broken) {
		return nil, refuse(diagnose(broken, ""))
	}
	if err != nil {
		return nil, err
	}
	for result := range finished {
		results = append(results, describe(result))
	}
	slices.SortFunc(results, func(a, b testResult) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Name, b.Name))
	})
	return results, nil
}

func describe(result *tester.Result) testResult {
	said := testResult{
		Package: strings.TrimPrefix(result.Package, "data."), Name: result.Name, Output: string(result.Output),
		Path: result.Location.File, Row: result.Location.Row, Nanoseconds: result.Duration.Nanoseconds(),
	}
	switch {
	case result.Error != nil:
		said.Status, said.Message = "error", result.Error.Error()
	case result.Skip:
		said.Status = "skip"
	case result.Fail:
		said.Status, said.Message = "fail", strings.Join(failedCases(result), "\n")
	default:
		said.Status = "pass"
	}
	return said
}

// failedCases names the cases of a table test (`test_x[name] if …`) that failed.
func failedCases(result *tester.Result) []string {
	var failed []string
	for name, sub := range result.SubResults.Iter {
		if sub.Fail {
			failed = append(failed, strings.Join(name, "/"))
		}
	}
	return failed
}
