package judge

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

// mutatingText is a mutating policy on the creation and update of Pods with its binding `<name>-b`, each with more in its spec.
func mutatingText(name, spec, binding string) string {
	return `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: ` + name + `}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
  ` + reinvocation(spec) + `
` + indent(spec) + `---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: ` + name + `-b}
spec:
  policyName: ` + name + `
` + indent(binding)
}

func reinvocation(spec string) string {
	if strings.Contains(spec, "reinvocationPolicy:") {
		return ""
	}
	return "reinvocationPolicy: Never"
}

// applies is a mutation by an apply configuration.
func applies(expression string) string {
	return "mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression: " + quoted(expression) + "}}]"
}

// patches is a mutation by a JSON patch.
func patches(expression string) string {
	return "mutations: [{patchType: JSONPatch, jsonPatch: {expression: " + quoted(expression) + "}}]"
}

func quoted(text string) string {
	encoded, _ := json.Marshal(text)
	return string(encoded)
}

// labelled applies a label.
func labelled(key, value string) string {
	return applies(`Object{metadata: Object.metadata{labels: {"` + key + `": ` + value + `}}}`)
}

const seccomp = `Object{spec: Object.spec{securityContext: Object.spec.securityContext{seccompProfile: ` +
	`Object.spec.securityContext.seccompProfile{type: "RuntimeDefault"}}}}`

// at is what an object has at a path; nil where it has nothing.
func at(t *testing.T, object json.RawMessage, path ...string) any {
	t.Helper()
	if len(object) == 0 {
		t.Fatal("the verdict has no object")
	}
	var value any
	if err := json.Unmarshal(object, &value); err != nil {
		t.Fatal(err)
	}
	for _, name := range path {
		fields, _ := value.(map[string]any)
		value = fields[name]
	}
	return value
}

func expectAt(t *testing.T, object json.RawMessage, want any, path ...string) {
	t.Helper()
	if got := at(t, object, path...); !reflect.DeepEqual(got, want) {
		t.Errorf("%s is %v, want %v", strings.Join(path, "."), got, want)
	}
}

func TestAnApplyConfigurationIsMergedIntoTheObject(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", applies(`Object{spec: Object.spec{containers: object.spec.containers.map(c, `+
		`Object.spec.containers{name: c.name, imagePullPolicy: "Always"})}}`), ""))
	got := b.create(pod("labels: {a: b}", "hostPID: true,"))
	expect(t, got, verdict.Allow)
	containers, _ := at(t, got.Object, "spec", "containers").([]any)
	container, _ := containers[0].(map[string]any)
	if len(containers) != 1 || container["imagePullPolicy"] != "Always" || container["image"] != "registry.example/app:1" {
		t.Errorf("containers %v", containers)
	}
	expectAt(t, got.Object, "Pod", "kind")
	expectAt(t, got.Object, true, "spec", "hostPID")
	expectAt(t, got.Object, "b", "metadata", "labels", "a")
}

func TestAJSONPatchChangesTheObject(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", patches(`[JSONPatch{op: "add", path: "/metadata/labels", value: {}}, `+
		`JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("a/b"), value: "c"}]`), ""))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Allow)
	expectAt(t, got.Object, map[string]any{"a/b": "c"}, "metadata", "labels")
}

func TestAnObjectThatThePoliciesLeaveAsItIsIsNotInTheVerdict(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", labelled("tier", `"gold"`), ""))
	got := b.create(pod("labels: {tier: gold}", ""))
	expect(t, got, verdict.Allow)
	if got.Object != nil {
		t.Errorf("object %s", got.Object)
	}
}

func TestAMutatingPolicyThatDoesNotApplyIsSkippedWithItsReason(t *testing.T) {
	b := newBench(t)
	b.world("namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: team, labels: {tier: gold}}}]")
	b.cel(mutatingText("m", "matchConditions: [{name: on-host, expression: 'object.spec.?hostPID.orValue(false) == true'}]\n"+labelled("a", `"b"`),
		"matchResources: {namespaceSelector: {matchLabels: {tier: gold}}}"))
	expect(t, b.create(pod("namespace: team", "hostPID: true,")), verdict.Allow)
	for reason, request := range map[string]string{
		"match condition `on-host` of policy `m` is false": "operation: CREATE\nobject:\n" + indent(pod("namespace: team", "")),
		"binding `m-b` of policy `m` does not match":       "operation: CREATE\nobject:\n" + indent(pod("namespace: other", "hostPID: true,")),
		"no policy matched":                                "operation: CREATE\nobject: {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}",
		"mutating policies are not asked about a DELETE":   "operation: DELETE\noldObject:\n" + indent(pod("namespace: team", "hostPID: true,")),
	} {
		got := b.judge(request)
		expect(t, got, verdict.Skip)
		expectText(t, "skipped", got.Skipped, reason)
		if got.Object != nil {
			t.Errorf("%s: object %s", reason, got.Object)
		}
	}
}

func TestAMutationThatFailsIsAnErrorWhateverTheFailurePolicy(t *testing.T) {
	for policy, allowed := range map[string]bool{"Fail": false, "Ignore": true} {
		b := newBench(t)
		b.cel(mutatingText("m", "failurePolicy: "+policy+"\n"+labelled("a", "object.metadata.labels.missing"), ""))
		got := b.create(pod("", ""))
		expect(t, got, verdict.Error)
		if got.Response.Allowed != allowed || len(got.Errors) != 1 || got.Errors[0].Policy != "m" || got.Errors[0].Code != verdict.Evaluation {
			t.Errorf("%s: response %+v, errors %+v", policy, got.Response, got.Errors)
		}
		expectText(t, policy, got.Errors[0].Message, "expression '"+`Object{metadata: Object.metadata{labels: {"a": object.metadata.labels.missing}}}`+
			"' resulted in error: no such key: labels")
		if !allowed {
			expectText(t, "message", got.Response.Message, "policy 'm' with binding 'm-b' denied request: "+got.Errors[0].Message)
			expectText(t, "reason", got.Response.Reason, "Invalid")
		}
	}
}

func TestAMatchConditionThatFailsIsAnErrorOfAMutatingPolicyToo(t *testing.T) {
	for policy, allowed := range map[string]bool{"Fail": false, "Ignore": true} {
		b := newBench(t)
		b.cel(mutatingText("m", "failurePolicy: "+policy+"\nmatchConditions: [{name: c, expression: \"object.metadata.labels.x == 'y'\"}]\n"+labelled("a", `"b"`), ""))
		got := b.create(pod("", ""))
		expect(t, got, verdict.Error)
		if got.Response.Allowed != allowed || len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Message, "no such key: labels") {
			t.Errorf("%s: response %+v, errors %+v", policy, got.Response, got.Errors)
		}
	}
}

func TestWhatCannotBeConvertedBackIsAnErrorThoughIgnored(t *testing.T) {
	b := newBench(t)
	// The server never converts what it patched in another version of the kind than was sent.
	policy := mutatingText("m", "failurePolicy: Ignore\n"+applies(`Object{spec: Object.spec{targetCPUUtilizationPercentage: 70}}`), "")
	b.cel(strings.Replace(policy, `apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]`,
		`apiGroups: [autoscaling], apiVersions: [v1], operations: [CREATE], resources: [horizontalpodautoscalers]`, 1))
	got := b.create("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\n" +
		"spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}\n")
	expect(t, got, verdict.Error)
	if !got.Response.Allowed || got.Errors[0].Policy != "m" || !strings.Contains(got.Errors[0].Message, "unknown conversion") {
		t.Errorf("response %+v, errors %+v", got.Response, got.Errors)
	}
}

func TestWhatHasNotTheFieldsTypeIsAnErrorThoughIgnored(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", "failurePolicy: Ignore\n"+applies(`Object{spec: Object.spec{securityContext: Object.spec.securityContext{runAsUser: "root"}}}`), ""))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Error)
	if !got.Response.Allowed || got.Errors[0].Policy != "m" {
		t.Errorf("response %+v, errors %+v", got.Response, got.Errors)
	}
}

func TestAMutatingPolicyIsHeldToTheReleaseThatItIsFor(t *testing.T) {
	b := newBench(t)
	text := mutatingText("m", "mutations:\n- patchType: ApplyConfiguration\n  applyConfiguration:\n    expression: "+
		quoted(`Object{metadata: Object.metadata{labels: {"a": isIP(object.metadata.name) ? "ip" : "name"}}}`), "")
	if answer := b.policies("cel", "1.31", text); len(answer.Problems) != 0 {
		t.Fatalf("got %+v", answer)
	}
	expectAt(t, b.create(pod("", "")).Object, "name", "metadata", "labels", "a")
	refusedAt(t, b.policies("cel", "1.30", text), 11, "spec.mutations[0].applyConfiguration.expression", "undeclared reference to 'isIP'", "in Kubernetes 1.30")
}

func TestAnAtomicListCannotBeApplied(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", applies(`Object{spec: Object.spec{containers: [Object.spec.containers{name: "app", args: ["x"]}]}}`), ""))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Error)
	if !strings.Contains(got.Errors[0].Message, "may not mutate atomic arrays, maps or structs: .spec.containers") {
		t.Errorf("errors %+v", got.Errors)
	}
}

func TestParamsOfAMutatingPolicyAreObjectsOfTheCluster(t *testing.T) {
	b := newBench(t)
	b.objects(settingsOf("rules", "one", "gold"))
	spec := "paramKind: {apiVersion: v1, kind: ConfigMap}\n" + labelled("tier", "params.data.forbidden")
	b.cel(mutatingText("m", spec, "paramRef: {namespace: rules, name: one, parameterNotFoundAction: Deny}"))
	expectAt(t, b.create(pod("", "")).Object, "gold", "metadata", "labels", "tier")

	b.cel(mutatingText("m", spec, "paramRef: {namespace: rules, name: two, parameterNotFoundAction: Deny}"))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Error)
	expectText(t, "error", got.Errors[0].Message, "no params found for policy binding with `Deny` parameterNotFoundAction")

	b.cel(mutatingText("m", spec, "paramRef: {namespace: rules, name: two, parameterNotFoundAction: Allow}"))
	expectText(t, "skipped", b.create(pod("", "")).Skipped, "no params were found for binding `m-b` of policy `m`")
}

func TestSettingsStandInForTheParamsOfAMutatingPolicy(t *testing.T) {
	b := newBench(t)
	b.world("params: {tier: gold}")
	b.cel(mutatingText("m", "paramKind: {apiVersion: v1, kind: ConfigMap}\nmatchConditions: [{name: c, expression: params != null}]\n"+
		labelled("tier", "params.data.tier"), ""))
	expectAt(t, b.create(pod("", "")).Object, "gold", "metadata", "labels", "tier")
}

func TestAPolicySeesWhatThoseBeforeItChanged(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("first", labelled("a", `"1"`), "") + "---\n" +
		mutatingText("second", "matchConditions: [{name: c, expression: object.metadata.labels.a == '1'}]\n"+labelled("b", "object.metadata.labels.a + '2'"), ""))
	expectAt(t, b.create(pod("", "")).Object, map[string]any{"a": "1", "b": "12"}, "metadata", "labels")
}

func TestAPolicyIsInvokedAgainWhereItAsksForIt(t *testing.T) {
	for policy, want := range map[string]string{"Never": "0", "IfNeeded": "1"} {
		b := newBench(t)
		b.cel(mutatingText("counts", "reinvocationPolicy: "+policy+"\n"+labelled("count", "string(object.metadata.?labels.a.hasValue() ? 1 : 0)"), "") +
			"---\n" + mutatingText("later", labelled("a", `"b"`), ""))
		expectAt(t, b.create(pod("", "")).Object, map[string]any{"a": "b", "count": want}, "metadata", "labels")
	}
}

func TestWhatMutationMakesInvalidIsRefusedInTheServersWords(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", labelled("a", `"not a label!"`), ""))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Error)
	if got.Response.Allowed || got.Response.Code != 422 || got.Errors[0].Code != verdict.Evaluation {
		t.Errorf("response %+v, errors %+v", got.Response, got.Errors)
	}
	if !strings.HasPrefix(got.Errors[0].Message, `Pod "x" is invalid: metadata.labels: Invalid value: "not a label!"`) {
		t.Errorf("message %q", got.Errors[0].Message)
	}
}

func TestWhatIsInvalidAsItComesIsAFaultOfTheObject(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", labelled("a", `"b"`), ""))
	got := b.create(strings.Replace(pod("", ""), "name: x", "name: Not_A_Name", 1))
	expect(t, got, verdict.Error)
	if len(got.Errors) != 1 || got.Errors[0].Code != verdict.BadObject {
		t.Errorf("errors %+v", got.Errors)
	}
}

func TestMutationMayMakeValidWhatWasNot(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", applies(`Object{spec: Object.spec{containers: [Object.spec.containers{name: "app", image: "registry.example/app:1"}]}}`), ""))
	got := b.create("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: app}]}\n")
	expect(t, got, verdict.Allow)
}

func TestAFailedMutationIsRefusedThoughValidationIsOff(t *testing.T) {
	for _, operation := range []string{"CREATE", "UPDATE"} {
		b := newBench(t)
		b.cel(mutatingText("m", labelled("a", "object.metadata.labels.missing"), ""))
		var answer struct{ Verdict verdict.Verdict }
		request := map[string]any{"operation": operation, "objectText": pod("", "")}
		b.ask("judge", map[string]any{"policies": "p", "world": "w", "request": request, "validate": false}, &answer)
		expect(t, answer.Verdict, verdict.Error)
		if answer.Verdict.Response.Allowed {
			t.Errorf("%s: response %+v", operation, answer.Verdict.Response)
		}
	}
}

func TestAnUpdateIsMutatedWithItsOldObject(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", "matchConditions: [{name: c, expression: request.operation == 'UPDATE'}]\n"+labelled("before", "oldObject.metadata.labels.tier"), ""))
	update := "operation: UPDATE\nobject:\n" + indent(pod("labels: {tier: tin}", "")) + "oldObject:\n" + indent(pod("labels: {tier: gold}", ""))
	got := b.judge(update)
	expect(t, got, verdict.Allow)
	expectAt(t, got.Object, map[string]any{"tier": "tin", "before": "gold"}, "metadata", "labels")
	expect(t, b.create(pod("", "")), verdict.Skip)
}

const mustHaveSeccomp = `validations: [{expression: "object.spec.?securityContext.seccompProfile.type.orValue('') == 'RuntimeDefault'", message: seccomp}]`

func TestValidatingPoliciesOfTheSameSourcesJudgeWhatMutationMade(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", applies(seccomp), "") + "---\n" + policyText(mustHaveSeccomp, denies))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Allow)
	expectAt(t, got.Object, "RuntimeDefault", "spec", "securityContext", "seccompProfile", "type")

	b.cel(mutatingText("m", "failurePolicy: Ignore\n"+labelled("a", "object.metadata.labels.missing"), "") + "---\n" + policyText(mustHaveSeccomp, denies))
	got = b.create(pod("", ""))
	expect(t, got, verdict.Error)
	if got.Response.Allowed || len(got.Violations) != 1 || len(got.Errors) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestMutationReachesNoOtherPoliciesAndNotTheReview(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", applies(seccomp), "") + "---\n" + policyText(mustHaveSeccomp, denies))
	b.store.policies["mutating"] = b.store.policies["p"]
	b.cel(policyText(mustHaveSeccomp, denies))
	var answer decidedAnswer
	request := map[string]any{"operation": "CREATE", "objectText": pod("", "")}
	b.ask("decide", map[string]any{"policies": []string{"mutating", "p"}, "world": "w", "review": true, "request": request}, &answer)
	expect(t, answer.Verdicts[0], verdict.Allow)
	expect(t, answer.Verdicts[1], verdict.Deny)
	if answer.Verdicts[1].Object != nil || strings.Contains(answer.Review, "RuntimeDefault") {
		t.Errorf("object %s, review %s", answer.Verdicts[1].Object, answer.Review)
	}
}

func TestServiceAccountAdmissionRunsBeforeThePolicies(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", labelled("account", "object.spec.serviceAccountName"), ""))
	var answer struct{ Verdict verdict.Verdict }
	request := map[string]any{"operation": "CREATE", "objectText": pod("", "")}
	b.ask("judge", map[string]any{"policies": "p", "world": "w", "request": request, "serviceAccount": true}, &answer)
	expectAt(t, answer.Verdict.Object, "default", "metadata", "labels", "account")
}

const team = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: teams.example.com}
spec:
  group: example.com
  names: {kind: Team, plural: teams, singular: team, listKind: TeamList}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: {type: integer, maximum: 9}
              members: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name],
                items: {type: object, required: [name], properties: {name: {type: string}, role: {type: string}}}}
`

func onTeams(policy string) string {
	return strings.Replace(policy, `apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]`,
		`apiGroups: [example.com], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [teams]`, 1)
}

func TestACustomResourceIsMergedByTheSchemaOfItsDefinition(t *testing.T) {
	b := newBench(t)
	object := "apiVersion: example.com/v1\nkind: Team\nmetadata: {name: x, namespace: team}\nspec: {members: [{name: ann}, {name: bob}]}\n"
	b.cel(onTeams(mutatingText("m", applies(`Object{spec: Object.spec{size: 2, members: [Object.spec.members{name: "bob", role: "lead"}]}}`), "")))
	b.world("crds:\n- " + strings.TrimSpace(indent(team)) + "\n")
	for _, request := range []string{"operation: CREATE\nobject:\n" + indent(object), "operation: UPDATE\nobject:\n" + indent(object)} {
		got := b.judge(request)
		expect(t, got, verdict.Allow)
		want := []any{map[string]any{"name": "ann"}, map[string]any{"name": "bob", "role": "lead"}}
		expectAt(t, got.Object, map[string]any{"size": 2.0, "members": want}, "spec")
	}

	b.cel(onTeams(mutatingText("m", applies(`Object{spec: Object.spec{size: 12}}`), "")))
	got := b.create(object)
	expect(t, got, verdict.Error)
	if !strings.Contains(got.Errors[0].Message, "spec.size") || got.Errors[0].Code != verdict.Evaluation {
		t.Errorf("errors %+v", got.Errors)
	}

	b.cel(onTeams(mutatingText("m", patches(`[JSONPatch{op: "add", path: "/spec/size", value: 3}]`), "")))
	b.world("")
	expectAt(t, b.create(object).Object, 3.0, "spec", "size")
}

func TestAConnectionsOptionsAreMutated(t *testing.T) {
	b := newBench(t)
	policy := strings.Replace(mutatingText("m", patches(`[JSONPatch{op: "replace", path: "/container", value: "app"}]`), ""),
		"operations: [CREATE, UPDATE], resources: [pods]", "operations: [CONNECT], resources: [pods/exec]", 1)
	b.cel(policy)
	got := b.judge("operation: CONNECT\nsubResource: exec\nname: x\nresource: {group: '', version: v1, resource: pods}\n" +
		"object: {apiVersion: v1, kind: PodExecOptions, container: debug, command: [sh]}")
	expect(t, got, verdict.Allow)
	expectAt(t, got.Object, "app", "container")
}

func TestEveryServedVersionOfAMutatingPolicyIsTaken(t *testing.T) {
	for _, version := range []string{"v1", "v1beta1", "v1alpha1"} {
		b := newBench(t)
		text := strings.ReplaceAll(mutatingText("m", labelled("a", `"b"`), ""), "admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/"+version)
		answer := b.policies("cel", "", text)
		if len(answer.Problems) > 0 || len(answer.Policies) != 2 {
			t.Fatalf("%s: %+v", version, answer)
		}
		if answer.Policies[0].Kind != "MutatingAdmissionPolicy" || answer.Policies[1].Kind != "MutatingAdmissionPolicyBinding" {
			t.Errorf("%s: %+v", version, answer.Policies)
		}
		expectAt(t, b.create(pod("", "")).Object, "b", "metadata", "labels", "a")
	}
}

func TestAMutationThatDoesNotCompileIsReportedInTheServersWordsAtItsLine(t *testing.T) {
	policy := mutatingText("m", "mutations:\n- patchType: ApplyConfiguration\n  applyConfiguration:\n    expression: object.spec.x +", "")
	answer := newBench(t).policies("cel", "", policy)
	refusedAt(t, answer, 11, `MutatingAdmissionPolicy.admissionregistration.k8s.io "m" is invalid: spec.mutations[0].applyConfiguration.expression: `)
}

func TestAMutatingPolicyAndItsBindingNeedEachOther(t *testing.T) {
	documents := strings.Split(mutatingText("m", labelled("a", `"b"`), ""), "---\n")
	refusedAt(t, newBench(t).policies("cel", "", documents[0]), 3, "policy `m` has no binding", "add a MutatingAdmissionPolicyBinding")
	refusedAt(t, newBench(t).policies("cel", "", documents[1]), 5, "binding `m-b` is for policy `m`")
	// A validating policy of that name is another.
	answer := newBench(t).policies("cel", "", documents[1]+"---\n"+strings.ReplaceAll(policyText(noHostPID, denies), "p\n", "m\n"))
	if len(answer.Problems) == 0 {
		t.Errorf("got %+v", answer)
	}
}

func TestReadsOfAMutatingPolicyAreWhatItLooksAtAndWhatItChanges(t *testing.T) {
	b := newBench(t)
	b.cel(mutatingText("m", "matchConditions: [{name: c, expression: object.spec.hostPID == true}]\n"+
		applies(`Object{spec: Object.spec{dnsPolicy: object.spec.containers[0].image}}`), "") +
		"---\n" + mutatingText("later", patches(`[JSONPatch{op: "add", path: "/spec/containers/0/env/-", value: "x"}]`), ""))
	var got struct {
		Chains  [][]string
		Strings []string
		Matches []struct{ Resources, Operations []string }
	}
	b.ask("reads", map[string]any{"policies": "p"}, &got)
	want := [][]string{
		{"spec"}, {"spec", "containers", "*", "env", "*"}, {"spec", "containers", "*", "image"}, {"spec", "dnsPolicy"}, {"spec", "hostPID"},
	}
	if !reflect.DeepEqual(got.Chains, want) || !reflect.DeepEqual(got.Strings, []string{"x"}) || len(got.Matches) != 2 {
		t.Errorf("got %+v", got)
	}
}
