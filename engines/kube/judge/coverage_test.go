package judge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"assay.dev/engines/kube/cel"
)

const coveredPolicy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: tags}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  matchConditions:
    - {name: not-exempt, expression: "!has(object.metadata.labels) || object.metadata.labels[?'exempt'].orValue('') != 'yes'"}
  variables:
    - name: containers
      expression: object.spec.containers
    - name: unused
      expression: has(object.spec.volumes)
  validations:
    - expression: >-
        object.metadata.name != 'x' &&
        variables.containers.filter(c, !c.image.startsWith('mine/'))
          .all(c, !c.image.endsWith(':latest') && c.name != 'b')
      messageExpression: |-
        size(variables.containers) > 1
          ? 'one of ' + variables.containers.map(c, c.name).join(', ')
          : 'no latest'
`

const coveredBinding = `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: tags}
spec: {policyName: tags, validationActions: [Deny]}
`

func newCovering(t *testing.T, policies string) bench {
	t.Helper()
	b := newBench(t)
	body := map[string]any{"as": "p", "engine": "cel", "cover": true, "sources": []any{map[string]any{"path": "policy.yaml", "text": policies}}}
	var answer policiesAnswer
	if b.ask("policies", body, &answer); len(answer.Problems) > 0 {
		t.Fatalf("problems: %+v", answer.Problems)
	}
	return b
}

// covered is a line for each point: where it is, what it is, how often it was evaluated and, of conditions, how often it was true and false.
func (b bench) covered() string {
	b.t.Helper()
	var answer struct{ Expressions []cel.CoveredExpression }
	b.ask("coverage", map[string]any{"policies": "p"}, &answer)
	var text strings.Builder
	for _, expression := range answer.Expressions {
		for i, point := range expression.Points {
			fmt.Fprintf(&text, "%d:%d %s%s: %d", point.Line, point.Column, strings.Repeat("  ", depthOf(expression.Points, i)), point.Text, point.Hits)
			if point.Outcomes != nil {
				fmt.Fprintf(&text, " (%d true, %d false)", point.Outcomes[0], point.Outcomes[1])
			}
			text.WriteByte('\n')
		}
	}
	return text.String()
}

func depthOf(points []cel.CoveredPoint, i int) int {
	depth := 0
	for ; points[i].Within >= 0; i = points[i].Within {
		depth++
	}
	return depth
}

const (
	coveredOther = `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: "x:1"}, {name: c, image: "x:latest"}]}}`
	coveredMine  = `{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {a: b}}, spec: {containers: [{name: a, image: "mine/x:1"}]}}`
)

func TestCoverageTellsWhatWasEvaluatedOfEachExpressionAndHowConditionsCameOut(t *testing.T) {
	b := newCovering(t, coveredPolicy+coveredBinding)
	b.create(coveredOther)
	expectText(t, "coverage", b.covered(), `11:19 object.spec.containers: 2
13:19 has(object.spec.volumes): 0
8:39 !has(object.metadata.labels) || object.metadata.labels[?"exempt"].orValue("") != "yes": 1 (1 true, 0 false)
8:39   !has(object.metadata.labels): 1 (1 true, 0 false)
8:71   object.metadata.labels[?"exempt"].orValue("") != "yes": 0 (0 true, 0 false)
16:9 object.metadata.name != "x" && variables.containers.filter(c, !c.image.startsWith("mine/")).all(c, !c.image.endsWith(":latest") && c.name != "b"): 1 (0 true, 1 false)
16:9   object.metadata.name != "x": 1 (1 true, 0 false)
17:9   variables.containers.filter(c, !c.image.startsWith("mine/")).all(c, !c.image.endsWith(":latest") && c.name != "b"): 1 (0 true, 1 false)
17:40     !c.image.startsWith("mine/"): 2 (2 true, 0 false)
18:19     !c.image.endsWith(":latest") && c.name != "b": 2 (1 true, 1 false)
18:19       !c.image.endsWith(":latest"): 2 (1 true, 1 false)
18:51       c.name != "b": 1 (1 true, 0 false)
20:9 (size(variables.containers) > 1) ? ("one of " + variables.containers.map(c, c.name).join(", ")) : "no latest": 1
20:9   size(variables.containers) > 1: 1 (1 true, 0 false)
21:13   "one of " + variables.containers.map(c, c.name).join(", "): 1
21:53     c.name: 2
`)
}

func TestCoverageAddsUpAndKnowsWhatNothingEvaluated(t *testing.T) {
	b := newCovering(t, coveredPolicy+coveredBinding)
	if lines := strings.Split(strings.TrimSpace(b.covered()), "\n"); len(lines) != 16 || !strings.HasSuffix(lines[5], ": 0 (0 true, 0 false)") {
		t.Errorf("before anything is judged: %q", lines)
	}
	b.create(coveredOther)
	b.create(coveredMine)
	for _, want := range []string{
		`8:71   object.metadata.labels[?"exempt"].orValue("") != "yes": 1 (1 true, 0 false)`,
		`17:40     !c.image.startsWith("mine/"): 3 (2 true, 1 false)`,
		`20:9   size(variables.containers) > 1: 2 (1 true, 1 false)`,
	} {
		if got := b.covered(); !strings.Contains(got, want+"\n") {
			t.Errorf("want %s in\n%s", want, got)
		}
	}
}

func TestCoverageChangesNoVerdict(t *testing.T) {
	covering, plain := newCovering(t, coveredPolicy+coveredBinding), newBench(t)
	plain.cel(coveredPolicy + coveredBinding)
	for _, object := range []string{coveredOther, coveredMine, strings.Replace(coveredMine, "a: b", "exempt: 'yes'", 1)} {
		got, _ := json.Marshal(covering.create(object))
		want, _ := json.Marshal(plain.create(object))
		expectText(t, object, string(got), string(want))
	}
}

func TestCoverageOfWhatDoesNotCoverIsRefused(t *testing.T) {
	b := newBench(t)
	b.cel(coveredPolicy + coveredBinding)
	var answer any
	if err := b.try("coverage", map[string]any{"policies": "p"}, &answer); err == nil {
		t.Errorf("got %v", answer)
	}
}

func TestCoverageOfAConstantIsThatItWasEvaluated(t *testing.T) {
	b := newCovering(t, policyText("validations: [{expression: 'false'}]", denies))
	b.create(coveredMine)
	expectText(t, "coverage", b.covered(), "7:31 false: 1\n")
}

func TestCoverageKnowsMutations(t *testing.T) {
	b := newCovering(t, `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: m}
spec:
  reinvocationPolicy: Never
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  mutations:
    - patchType: JSONPatch
      jsonPatch:
        expression: |
          has(object.metadata.labels) ? [] :
          [JSONPatch{op: 'add', path: '/metadata/labels', value: {
            'b': object.spec.?hostname.optMap(h, string(h) + (h == 'a' ? 'b' : 'c')).orValue('x'),
            'a': object.spec.containers.transformList(i, c, i == 0, i > 1 ? string(c.name) : string(c.image))[0]}}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: m}
spec: {policyName: m}
`)
	b.create(`{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: a, image: "x:1"}]}}`)
	expectText(t, "coverage", b.covered(), `12:11 has(object.metadata.labels) ? [] : [JSONPatch{op: "add", path: "/metadata/labels", value: {"b": (object.spec.?hostname.optMap(h, string(h) + ((h == "a") ? "b" : "c"))).orValue("x"), "a": object.spec.c…: 1
12:11   has(object.metadata.labels): 1 (0 true, 1 false)
13:11   [JSONPatch{op: "add", path: "/metadata/labels", value: {"b": (object.spec.?hostname.optMap(h, string(h) + ((h == "a") ? "b" : "c"))).orValue("x"), "a": object.spec.containers.transformList(i, c, i == …: 1
14:50     string(h) + ((h == "a") ? "b" : "c"): 0
14:63       h == "a": 0 (0 true, 0 false)
15:61     i == 0: 1 (1 true, 0 false)
15:69     (i > 1) ? string(c.name) : string(c.image): 1
15:69       i > 1: 1 (0 true, 1 false)
15:77       string(c.name): 0
15:94       string(c.image): 1
`)
}
