package judge

import (
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

const withParams = `paramKind: {apiVersion: v1, kind: ConfigMap}
validations: [{expression: "params == null || object.metadata.name != params.data.forbidden", messageExpression: "'not ' + params.metadata.name"}]`

// settingsOf is a ConfigMap that forbids a name.
func settingsOf(namespace, name, forbidden string) string {
	return "- {apiVersion: v1, kind: ConfigMap, metadata: {namespace: " + namespace + ", name: " + name + ", labels: {policy: p}}, data: {forbidden: " + forbidden + "}}\n"
}

func (b bench) objects(objects string) {
	b.t.Helper()
	if problems := b.world("objects:\n" + objects); len(problems) > 0 {
		b.t.Fatal(problems)
	}
}

func TestParamsAreFoundByNameInTheirNamespace(t *testing.T) {
	b := newBench(t)
	b.objects(settingsOf("rules", "one", "x"))
	b.cel(policyText(withParams, denies+"\nparamRef: {namespace: rules, name: one, parameterNotFoundAction: Deny}"))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Deny)
	expectText(t, "message", got.Violations[0].Message, "not one")
}

func TestParamsWithoutANamespaceAreThoseOfTheRequest(t *testing.T) {
	b := newBench(t)
	b.objects(settingsOf("team", "one", "x"))
	b.cel(policyText(withParams, denies+"\nparamRef: {name: one, parameterNotFoundAction: Allow}"))
	expect(t, b.create(pod("namespace: team", "")), verdict.Deny)
	got := b.create(pod("namespace: other", ""))
	expect(t, got, verdict.Skip)
	expectText(t, "skipped", got.Skipped, "no params were found for binding `b` of policy `p`")
}

func TestEveryParamThatASelectorFindsIsJudgedInOrder(t *testing.T) {
	b := newBench(t)
	var objects, messages []string
	for _, name := range []string{"f", "b", "d", "a", "e", "c"} {
		objects = append(objects, settingsOf("default", name, "x"))
	}
	b.objects(strings.Join(objects, "") + settingsOf("default", "passes", "other") + settingsOf("elsewhere", "g", "x"))
	b.cel(policyText(withParams, denies+"\nparamRef: {selector: {matchLabels: {policy: p}}, parameterNotFoundAction: Deny}"))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Deny)
	for _, violation := range got.Violations {
		messages = append(messages, violation.Message)
	}
	expectText(t, "violations", strings.Join(messages, ","), "not a,not b,not c,not d,not e,not f")
}

func TestMissingParamsWithDenyAreAnErrorOfTheConfiguration(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(withParams, denies+"\nparamRef: {name: one, parameterNotFoundAction: Deny}"))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Error)
	words := "no params found for policy binding with `Deny` parameterNotFoundAction"
	expectText(t, "error", got.Errors[0].Message, words)
	expectText(t, "response", got.Response.Causes[0].Message, "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed to configure binding: "+words)
}

func TestWithoutAParamRefThePolicySeesTheSettingsOfTheWorldOrNull(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(withParams, denies))
	expect(t, b.create(pod("", "")), verdict.Allow)
	b.world("params: {forbidden: x}")
	got := b.create(pod("", ""))
	expect(t, got, verdict.Deny)
	expectText(t, "message", got.Violations[0].Message, "not params")
}

func TestSettingsOfACustomKindAreItsSpecAndNeedNoDefinition(t *testing.T) {
	b := newBench(t)
	b.world("params: {allowed: [x, y], limit: 3}")
	b.cel(policyText(`paramKind: {apiVersion: policy.example/v1, kind: Names}
validations: [{expression: "object.metadata.name in params.spec.allowed && params.spec.limit == 3 && params.kind == 'Names'"}]`, denies))
	expect(t, b.create(pod("", "")), verdict.Allow)
}

func TestAKindOfParamsThatTheClusterDoesNotKnowIsAnError(t *testing.T) {
	b := newBench(t)
	b.cel(policyText("paramKind: {apiVersion: policy.example/v1, kind: Names}\nvalidations: [{expression: 'true'}]", denies))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Error)
	expectText(t, "error", got.Errors[0].Message, "failed to find resource referenced by paramKind: 'policy.example/v1, Kind=Names'")
}

const names = `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: names.policy.example},
  spec: {group: policy.example, scope: Cluster, names: {plural: names, singular: name, kind: Names, listKind: NamesList}, versions: [{name: v1, served: true, storage: true,
  schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {allowed: {type: array, items: {type: string}}, strict: {type: boolean, default: true}}}}}}}]}}`

func TestParamsOfACustomKindAreThoseOfItsDefinition(t *testing.T) {
	b := newBench(t)
	if problems := b.world("crds:\n- " + names + "\nobjects: [{apiVersion: policy.example/v1, kind: Names, metadata: {name: ours}, spec: {allowed: [web]}}]"); len(problems) > 0 {
		t.Fatal(problems)
	}
	b.cel(policyText(`paramKind: {apiVersion: policy.example/v1, kind: Names}
validations: [{expression: "!params.spec.strict || object.metadata.name in params.spec.allowed"}]`, denies+"\nparamRef: {name: ours, parameterNotFoundAction: Deny}"))
	expect(t, b.create(pod("", "")), verdict.Deny)
	expect(t, b.create(strings.Replace(pod("", ""), "name: x", "name: web", 1)), verdict.Allow)
}

func TestAKindOfWhichTheWorldHoldsObjectsNeedsNoDefinition(t *testing.T) {
	b := newBench(t)
	b.objects("- {apiVersion: policy.example/v1, kind: Names, metadata: {name: ours}, spec: {allowed: [web]}}\n")
	b.cel(policyText(`paramKind: {apiVersion: policy.example/v1, kind: Names}
validations: [{expression: "object.metadata.name in params.spec.allowed"}]`, denies+"\nparamRef: {name: ours, parameterNotFoundAction: Deny}"))
	expect(t, b.create(pod("", "")), verdict.Deny)
	expect(t, b.create(strings.Replace(pod("", ""), "name: x", "name: web", 1)), verdict.Allow)
}
