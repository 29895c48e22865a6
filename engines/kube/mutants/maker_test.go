package mutants

import (
	"encoding/json"
	"testing"
)

func TestWhatOnlyMakesMessagesIsOfTheOperatorMessage(t *testing.T) {
	mutants := ask(t, policy(`variables:
  - {name: judged, expression: "'a'"}
  - {name: named, expression: "'b'"}
  - {name: said, expression: variables.named + 'c'}
validations:
  - {expression: request.name == variables.judged, messageExpression: variables.said + variables.judged}
auditAnnotations:
  - {key: k, valueExpression: "'d'"}
`))
	expect(t, at(mutants, "spec.variables[0].expression"), "string: 'a' -> ''")
	expect(t, at(mutants, "spec.variables[1].expression"), "message: 'b' -> ''")
	expect(t, at(mutants, "spec.variables[2].expression"), "message: variables.named +  -> ", "message:  + 'c' -> ", "message: 'c' -> ''")
	expect(t, at(mutants, "spec.validations[0].messageExpression"), "message: variables.said +  -> ", "message:  + variables.judged -> ")
	expect(t, at(mutants, "spec.auditAnnotations[0].valueExpression"), "message: 'd' -> ''")
}

func TestASlipThatDoesNotCompileWhereAVariableIsUsedIsLeftOut(t *testing.T) {
	mutants := ask(t, policy(`variables:
  - {name: v, expression: "request.dryRun ? ['a'].map(x, x + 'b') : ['c']"}
  - {name: sum, expression: "{'a': 1}.?a.orValue(2)"}
validations:
  - {expression: "variables.v.all(x, x == 'd') && variables.sum < 3", message: m}
`))
	expect(t, at(mutants, "spec.variables[1].expression"), "default: {'a': 1}.?a.orValue(2) -> {'a': 1}.a",
		"item: {'a': 1} -> {}", "string: 'a' -> ''", "number: 1 -> 2", "number: 1 -> 0", "number: 2 -> 3", "number: 2 -> 1", "number: 2 -> 0")
}

func TestMutatingPoliciesAreMutated(t *testing.T) {
	mutants := ask(t, `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  matchConditions: [{name: c, expression: request.dryRun}]
  reinvocationPolicy: Never
  mutations:
    - patchType: ApplyConfiguration
      applyConfiguration:
        expression: |-
          Object{spec: Object.spec{hostPID: false}}
    - patchType: JSONPatch
      jsonPatch: {expression: "[JSONPatch{op: 'add', path: '/a', value: 1}]"}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: b}
spec: {policyName: p}
`)
	expect(t, at(mutants, "spec.matchConditions[0].expression"), "negate: request.dryRun -> !request.dryRun")
	expect(t, at(mutants, "spec.mutations[0].applyConfiguration.expression"), "boolean: false -> true")
	expect(t, at(mutants, "spec.mutations[1].jsonPatch.expression"),
		"string: 'add' -> ''", "string: '/a' -> ''", "number: 1 -> 2", "number: 1 -> 0")
	expect(t, slips(mutants),
		"spec.failurePolicy: failurePolicy:  -> failurePolicy: Ignore",
		"spec.matchConditions: matchCondition: matchConditions: [{name: c, expression: request.dryRun}] -> ",
		"spec.mutations[0]: mutation: - patchType: ApplyConfiguration\n      applyConfiguration:\n        expression: |-\n"+
			"          Object{spec: Object.spec{hostPID: false}} -> ",
		"spec.mutations[1]: mutation: - patchType: JSONPatch\n      jsonPatch: {expression: \"[JSONPatch{op: 'add', path: '/a', value: 1}]\"} -> ")
}

func TestAPolicyThatTheServerRefusesIsAProblemAndHasNoMutants(t *testing.T) {
	body, _ := json.Marshal(map[string]any{"sources": []map[string]string{{"path": "p.yaml", "text": policy("validations: [{expression: 1 +, message: m}]\n")}}})
	result, err := Op(keepNone)(body)
	if err != nil {
		t.Fatal(err)
	}
	if answer := result.(Answer); len(answer.Mutants) != 0 || len(answer.Problems) != 1 || answer.Problems[0].Line != 9 {
		t.Errorf("got %+v", answer)
	}
}

func TestTheSameSourcesGiveTheSameMutants(t *testing.T) {
	first, second := ask(t, whole), ask(t, whole)
	if len(first) == 0 || len(first) != len(second) {
		t.Fatalf("%d, then %d", len(first), len(second))
	}
	for i := range first {
		if first[i] != second[i] {
			t.Errorf("%+v, then %+v", first[i], second[i])
		}
	}
}
