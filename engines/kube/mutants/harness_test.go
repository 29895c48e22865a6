package mutants

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/manifest/source"
)

const head = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
`

const binding = `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec: {policyName: p, validationActions: [Deny]}
`

func policy(spec string) string { return head + indented(spec, 2) + binding }

func indented(text string, by int) string {
	var lines strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			lines.WriteString(strings.Repeat(" ", by))
		}
		lines.WriteString(line)
	}
	return lines.String()
}

// all are the operators.
var all = []string{
	negate, membership, condition, logic, comparison, quantifier, filter, term, arithmetic, function, number, "string", pattern, item, boolean, guard, fallback,
	optional, ternary, match, exclusion, selector, failure, precondition, validation, mutation, action, message,
}

func keepNone(string, []*cel.Policies) {}

// ask answers the op for one source, and fails the test where a mutant is none that the server takes.
func ask(t *testing.T, text string) []Mutant {
	t.Helper()
	body, err := json.Marshal(map[string]any{"operators": all, "sources": []map[string]string{{"path": "p.yaml", "text": text}}})
	if err != nil {
		t.Fatal(err)
	}
	result, err := Op(keepNone)(body)
	if err != nil {
		t.Fatal(err)
	}
	answer := result.(Answer)
	if len(answer.Problems) > 0 {
		t.Fatal(answer.Problems)
	}
	for _, each := range answer.Mutants {
		if _, _, problems := cel.Parse([]source.Source{{Path: "p.yaml", Text: each.Text}}, nil); len(problems) > 0 {
			t.Errorf("%s: %s for %s: %v", each.Operator, each.Replacement, each.Original, problems)
		}
	}
	return answer.Mutants
}

// at are the mutants of a field, as `operator: original -> replacement`.
func at(mutants []Mutant, field string) []string {
	found := []string{}
	for _, each := range mutants {
		if each.Field == field {
			found = append(found, each.Operator+": "+each.Original+" -> "+each.Replacement)
		}
	}
	return found
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
