package typecheck

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// policyOf is a policy with its binding; rules and the rest of the spec are YAML.
func policyOf(rules, spec string) string {
	return "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: p}\nspec:\n" +
		"  matchConstraints:\n    resourceRules:\n" + indented(rules, 6) + indented(spec, 2) +
		"---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: b}\n" +
		"spec: {policyName: p, validationActions: [Deny]}\n"
}

func indented(text string, by int) string {
	var lines strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		lines.WriteString(strings.Repeat(" ", by) + line + "\n")
	}
	return lines.String()
}

func rule(group, resources, operations string) string {
	return fmt.Sprintf("- {apiGroups: [%q], apiVersions: [v1], operations: [%s], resources: [%s]}", group, operations, resources)
}

var pods = rule("", "pods", "CREATE, UPDATE")

func check(t *testing.T, text string, crds ...string) Answer {
	t.Helper()
	definitions := []json.RawMessage{}
	for _, crd := range crds {
		converted, err := yaml.YAMLToJSON([]byte(crd))
		if err != nil {
			t.Fatal(err)
		}
		definitions = append(definitions, converted)
	}
	body, err := json.Marshal(map[string]any{"sources": []map[string]string{{"path": "p.yaml", "text": text}}, "crds": definitions})
	if err != nil {
		t.Fatal(err)
	}
	result, err := Op(body)
	if err != nil {
		t.Fatal(err)
	}
	answer := result.(Answer)
	if len(answer.Problems) > 0 {
		t.Fatal(answer.Problems)
	}
	return answer
}

func expectWarnings(t *testing.T, answer Answer, want ...string) {
	t.Helper()
	got := []string{}
	for _, w := range answer.Warnings {
		first, _, _ := strings.Cut(w.Message, "\n")
		got = append(got, fmt.Sprintf("%s:%d %s %s %t: %s", w.Path, w.Line, w.Field, strings.Join(w.Kinds, ", "), w.Status, first))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func expectKinds(t *testing.T, answer Answer, want ...string) {
	t.Helper()
	if len(answer.Policies) != 1 || !slices.Equal(answer.Policies[0].Kinds, want) {
		t.Errorf("got %+v, want %q", answer.Policies, want)
	}
}

func TestAMisspeltFieldIsSaidInTheWordsOfTheServer(t *testing.T) {
	answer := check(t, policyOf(pods, "validations:\n- expression: object.spec.hostPid != true\n  messageExpression: \"'no ' + object.spec.nodename\""))
	expectKinds(t, answer, "v1 Pod")
	expectWarnings(t, answer,
		"p.yaml:9 spec.validations[0].expression v1 Pod true: ERROR: <input>:1:12: undefined field 'hostPid'",
		"p.yaml:10 spec.validations[0].messageExpression v1 Pod true: ERROR: <input>:1:20: undefined field 'nodename'")
}

func TestWhatIsRightHasNoWarning(t *testing.T) {
	answer := check(t, policyOf(pods, "validations:\n- expression: object.spec.?hostPID.orValue(false) != true && request.namespace != ''"))
	expectKinds(t, answer, "v1 Pod")
	expectWarnings(t, answer)
}

func TestKindsBeyondTheTenthAndOfWildcardsAndSubresourcesAreTyped(t *testing.T) {
	all := check(t, policyOf(rule("", "'*', 'pods/ephemeralcontainers', 'serviceaccounts/token'", "CREATE, UPDATE"), "validations:\n- expression: object.metadata.nam != ''"))
	kinds := all.Policies[0].Kinds
	if len(kinds) < 12 || !slices.Contains(kinds, "v1 ConfigMap") || !slices.Contains(kinds, "authentication.k8s.io/v1 TokenRequest") {
		t.Errorf("got %q", kinds)
	}
	if len(all.Warnings) != 1 || len(all.Warnings[0].Kinds) != len(kinds) {
		t.Errorf("got %+v", all.Warnings)
	}
	expectKinds(t, check(t, policyOf(rule("", "pods/ephemeralcontainers", "UPDATE"), "validations: [{expression: 'true'}]")), "v1 Pod")
	expectKinds(t, check(t, policyOf(rule("", "'pods/*'", "CONNECT"), "validations: [{expression: 'true'}]")),
		"v1 PodAttachOptions", "v1 PodExecOptions", "v1 PodPortForwardOptions", "v1 PodProxyOptions")
}

func TestWhatRulesExcludeIsNotTypedAndCertainNamesExcludeNothing(t *testing.T) {
	both := rule("", "pods, services", "CREATE")
	excluded := func(more string) string {
		return policyOf(both+"\nexcludeResourceRules: [{apiGroups: [''], apiVersions: ['*'], operations: ['*'], resources: [services]"+more+"}]", "validations: [{expression: 'true'}]")
	}
	expectKinds(t, check(t, strings.Replace(excluded(""), "      excludeResourceRules", "    excludeResourceRules", 1)), "v1 Pod")
	expectKinds(t, check(t, strings.Replace(excluded(", resourceNames: [a]"), "      excludeResourceRules", "    excludeResourceRules", 1)), "v1 Pod", "v1 Service")
}

func TestAKindThatDoesNotHaveAFieldIsNamedAlone(t *testing.T) {
	answer := check(t, policyOf(rule("", "pods, services", "CREATE"), "validations:\n- expression: \"!has(object.spec.hostPID)\""))
	expectWarnings(t, answer, "p.yaml:9 spec.validations[0].expression v1 Service true: ERROR: <input>:1:5: undefined field 'hostPID'")
}

func TestVariablesAndConditionsAreHeldToWhatFitsNoKind(t *testing.T) {
	answer := check(t, policyOf(rule("", "pods, podtemplates", "CREATE"), `matchConditions:
- {name: c, expression: object.metadata.labls == null}
variables:
- {name: spec, expression: "object.kind == 'Pod' ? object.spec : object.template.spec"}
- {name: wrong, expression: object.metadata.nam}
- {name: untyped, expression: "object.metadata.?labels.orValue(null) == null"}
validations:
- expression: variables.wrong != '' && variables.spec.anything
auditAnnotations:
- {key: a, valueExpression: "object.metadata.anotations.a + ''"}`))
	expectWarnings(t, answer,
		"p.yaml:12 spec.variables[1].expression v1 Pod, v1 PodTemplate false: ERROR: <input>:1:16: undefined field 'nam'",
		"p.yaml:9 spec.matchConditions[0].expression v1 Pod, v1 PodTemplate false: ERROR: <input>:1:16: undefined field 'labls'",
		"p.yaml:17 spec.auditAnnotations[0].valueExpression v1 Pod, v1 PodTemplate false: ERROR: <input>:1:16: undefined field 'anotations'")
}

const team = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: teams.example.com}
spec:
  group: example.com
  names: {kind: Team, plural: teams, singular: team, listKind: TeamList}
  scope: Cluster
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
`

func TestCustomResourcesAndParamsAreTypedByTheirDefinitions(t *testing.T) {
	teams := rule("example.com", "teams", "CREATE")
	expectKinds(t, check(t, policyOf(teams, "validations: [{expression: 'object.spec.sise > 0'}]")))
	answer := check(t, policyOf(teams, "validations:\n- expression: object.spec.sise > 0"), team)
	expectKinds(t, answer, "example.com/v1 Team")
	expectWarnings(t, answer, "p.yaml:9 spec.validations[0].expression example.com/v1 Team true: ERROR: <input>:1:12: undefined field 'sise'")
	params := check(t, policyOf(pods, "paramKind: {apiVersion: example.com/v1, kind: Team}\nvalidations:\n- expression: params.spec.size > 'a'"), team)
	expectWarnings(t, params, "p.yaml:10 spec.validations[0].expression v1 Pod true: ERROR: <input>:1:18: found no matching overload for '_>_' applied to '(int, string)'")
	settings := check(t, policyOf(pods, "paramKind: {apiVersion: v1, kind: ConfigMap}\nvalidations:\n- expression: params.dat.a == 'a'"))
	expectWarnings(t, settings, "p.yaml:10 spec.validations[0].expression v1 Pod true: ERROR: <input>:1:7: undefined field 'dat'")
}

func TestNoAnswerHangsOnTheClock(t *testing.T) {
	answer := check(t, policyOf(pods, "validations:\n- expression: object.spec + 1 == 2"))
	expectWarnings(t, answer, "p.yaml:9 spec.validations[0].expression v1 Pod true: ERROR: <input>:1:13: found no matching overload for '_+_' applied to '(Pod.spec, int)'")
}

func TestOfAMutatingPolicyConditionsAndVariablesAreTyped(t *testing.T) {
	text := strings.NewReplacer("Validating", "Mutating", ", validationActions: [Deny]", "").Replace(policyOf(pods, `failurePolicy: Fail
reinvocationPolicy: Never
matchConditions:
- {name: c, expression: object.metadata.labls == null}
variables:
- {name: v, expression: object.metadata.nam}
mutations:
- patchType: ApplyConfiguration
  applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'a': 'b'}}}"}`))
	expectWarnings(t, check(t, text),
		"p.yaml:13 spec.variables[0].expression v1 Pod false: ERROR: <input>:1:16: undefined field 'nam'",
		"p.yaml:11 spec.matchConditions[0].expression v1 Pod false: ERROR: <input>:1:16: undefined field 'labls'")
}
