package judge

import (
	"strings"
	"testing"

	"assay.dev/engines/kube/cel"
)

const explainedPolicy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: tags}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  matchConditions:
    - {name: not-exempt, expression: "!has(object.metadata.labels) || object.metadata.labels[?'exempt'].orValue('') != 'yes'"}
  variables:
    - {name: containers, expression: object.spec.containers}
  validations:
    - expression: |-
        object.metadata.name != 'x' &&
        variables.containers.all(c, !c.image.endsWith(':latest'))
      message: no latest
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: tags}
spec: {policyName: tags, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {team: a}}}}
`

func explained(t *testing.T, request string) cel.Explanation {
	t.Helper()
	b := newBench(t)
	b.world(`{namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {team: a}}}]}`)
	b.cel(explainedPolicy)
	var answer cel.Explanation
	b.ask("explain", map[string]any{"policies": "p", "world": "w", "request": fromYAML(t, request)}, &answer)
	return answer
}

const explainedPod = `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}, spec: {containers: [{name: a, image: "x:1"}, {name: b, image: "x:latest"}]}}`

func TestExplainNamesTheLineAndTheValuesThatDecide(t *testing.T) {
	told := explained(t, `{operation: CREATE, object: `+explainedPod+`}`)
	var validation *cel.Evaluated
	for i := range told.Evaluated {
		if told.Evaluated[i].Part == "validation" {
			validation = &told.Evaluated[i]
		}
	}
	if len(told.Evaluated) != 3 || validation == nil || validation.Value != "false" || validation.Line != 13 {
		t.Fatalf("got %+v", told.Evaluated)
	}
	var decides []string
	for _, part := range validation.Parts {
		if part.Decides {
			decides = append(decides, part.Text+" = "+part.Value)
			if part.Line != 14 {
				t.Errorf("line %d of %s", part.Line, part.Text)
			}
		}
	}
	want := `variables.containers.all(c, !c.image.endsWith(":latest")) = false | !c.image.endsWith(":latest") = false | c.image.endsWith(":latest") = true`
	if got := strings.Join(decides, " | "); got != want {
		t.Errorf("got %s", got)
	}
	last := validation.Parts[len(validation.Parts)-1]
	if last.Text != "c.image" || last.Value != `"x:latest"` {
		t.Errorf("got %+v", last)
	}
}

func TestExplainTellsWhyAPolicyDoesNotMatch(t *testing.T) {
	for name, test := range map[string]struct{ request, why string }{
		"operation": {`{operation: UPDATE, object: ` + explainedPod + `}`, "no resource rule for `pods` has the operation UPDATE: CREATE of pods in core"},
		"kind":      {`{operation: CREATE, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: p, namespace: a}}}`, "no resource rule has `configmaps`: CREATE of pods in core"},
		"namespace": {`{operation: CREATE, object: ` + strings.Replace(explainedPod, "namespace: a", "namespace: b", 1) + `}`, "namespaceSelector `team=a` does not select namespace `b`"},
	} {
		t.Run(name, func(t *testing.T) {
			told := explained(t, test.request)
			var why []string
			for _, each := range told.Matched {
				why = append(why, each.Why...)
			}
			if !strings.Contains(strings.Join(why, " | "), test.why) || len(told.Evaluated) != 0 {
				t.Errorf("got %v and %+v", why, told.Evaluated)
			}
		})
	}
}

const explainedMutation = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: labels}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  variables:
    - {name: team, expression: object.metadata.namespace}
  reinvocationPolicy: Never
  mutations:
    - patchType: ApplyConfiguration
      applyConfiguration:
        expression: |-
          Object{metadata: Object.metadata{
            labels: {'team': variables.team}}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: labels}
spec: {policyName: labels}
`

func TestExplainTellsWhatAMutationIsMadeOf(t *testing.T) {
	b := newBench(t)
	b.cel(explainedMutation)
	var told cel.Explanation
	b.ask("explain", map[string]any{"policies": "p", "world": "w", "request": fromYAML(t, `{operation: CREATE, object: `+explainedPod+`}`)}, &told)
	if len(told.Evaluated) != 2 || len(told.Matched) != 2 || !told.Matched[0].Matches {
		t.Fatalf("got %+v", told)
	}
	variable, mutation := told.Evaluated[0], told.Evaluated[1]
	if variable.Part != "variable" || variable.Name != "team" || variable.Line != 8 || variable.Value != `"a"` {
		t.Errorf("got %+v", variable)
	}
	if mutation.Part != "mutation" || mutation.Path != "policy.yaml" || mutation.Line != 14 || mutation.Error != "" {
		t.Errorf("got %+v", mutation)
	}
}
