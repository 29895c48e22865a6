package judge

import (
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

const noHostPID = `validations:
- expression: "!has(object.spec.hostPID) || !object.spec.hostPID"
  message: host namespaces
- expression: "!has(object.spec.hostIPC) || !object.spec.hostIPC"
  reason: Forbidden
  messageExpression: "'host IPC in ' + object.metadata.name"`

func TestADenialIsTheServersToTheLetter(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	got := b.create(pod("", "hostPID: true, hostIPC: true,"))
	expect(t, got, verdict.Deny)
	message := "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: host namespaces"
	expectText(t, "message", got.Response.Message, `pods "x" is forbidden: `+message)
	expectText(t, "reason", got.Response.Reason, "Invalid")
	if got.Response.Allowed || got.Response.Code != 422 || len(got.Response.Causes) != 1 || got.Response.Causes[0].Message != message {
		t.Errorf("response %+v", got.Response)
	}
}

func TestEveryDenialIsAViolationWithThePolicysOwnWords(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	got := b.create(pod("", "hostPID: true, hostIPC: true,"))
	want := []verdict.Violation{{Policy: "p", Binding: "b", Message: "host namespaces"}, {Policy: "p", Binding: "b", Message: "host IPC in x"}}
	if len(got.Violations) != 2 || got.Violations[0] != want[0] || got.Violations[1] != want[1] {
		t.Errorf("got %+v", got.Violations)
	}
}

func TestTheReasonOfAValidationIsTheResponses(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	got := b.create(pod("", "hostIPC: true,"))
	expect(t, got, verdict.Deny)
	if got.Response.Code != 403 || got.Response.Reason != "Forbidden" {
		t.Errorf("response %+v", got.Response)
	}
}

func TestAnObjectWithoutViolationsIsAllowed(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Allow)
	if len(got.Violations)+len(got.Warnings)+len(got.Errors) != 0 || !got.Response.Allowed {
		t.Errorf("got %+v", got)
	}
}

func TestWhatNoPolicyMatchesIsSkipped(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	got := b.create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n")
	expect(t, got, verdict.Skip)
	expectText(t, "skipped", got.Skipped, "no policy matched")
}

func TestAFalseMatchConditionSkipsAndIsNamed(t *testing.T) {
	b := newBench(t)
	b.cel(policyText("matchConditions: [{name: not-system, expression: \"object.metadata.name != 'x'\"}]\n"+noHostPID, denies))
	got := b.create(pod("", "hostPID: true,"))
	expect(t, got, verdict.Skip)
	expectText(t, "skipped", got.Skipped, "match condition `not-system` of policy `p` is false")
}

func TestAMatchConditionThatFailsIsAnErrorWhateverTheFailurePolicy(t *testing.T) {
	for policy, allowed := range map[string]bool{"Fail": false, "Ignore": true} {
		b := newBench(t)
		b.cel(policyText("failurePolicy: "+policy+"\nmatchConditions: [{name: c, expression: \"object.metadata.labels.x == 'y'\"}]\n"+noHostPID, denies))
		got := b.create(pod("", "hostPID: true,"))
		expect(t, got, verdict.Error)
		if got.Response.Allowed != allowed {
			t.Errorf("%s: response %+v", policy, got.Response)
		}
		if len(got.Errors) != 1 || got.Errors[0].Code != "evaluation" || got.Errors[0].Policy != "p" || !strings.Contains(got.Errors[0].Message, "no such key: labels") {
			t.Errorf("%s: errors %+v", policy, got.Errors)
		}
	}
}

func TestAValidationThatFailsIsAnErrorWhateverTheFailurePolicy(t *testing.T) {
	for policy, allowed := range map[string]bool{"Fail": false, "Ignore": true} {
		b := newBench(t)
		b.cel(policyText("failurePolicy: "+policy+"\nvalidations: [{expression: \"object.spec.hostPID == false\"}]", denies))
		got := b.create(pod("", ""))
		expect(t, got, verdict.Error)
		if got.Response.Allowed != allowed || len(got.Violations) != 0 {
			t.Errorf("%s: %+v", policy, got)
		}
		expectText(t, policy, got.Errors[0].Message, "expression 'object.spec.hostPID == false' resulted in error: no such key: hostPID")
	}
}

func TestWarnAndAuditBindingsAllowAndSayWhatFailed(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, "validationActions: [Warn, Audit]"))
	got := b.create(pod("", "hostPID: true,"))
	expect(t, got, verdict.Allow)
	expectText(t, "warnings", strings.Join(got.Warnings, "|"), "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': host namespaces")
	failure := got.Audit["validation.policy.admission.k8s.io/validation_failure"]
	if !strings.Contains(failure, `"message":"host namespaces"`) || len(got.Violations) != 0 {
		t.Errorf("audit %q, violations %+v", failure, got.Violations)
	}
}

func TestAuditAnnotationsAreCollected(t *testing.T) {
	b := newBench(t)
	b.cel(policyText("auditAnnotations: [{key: who, valueExpression: \"'pod ' + object.metadata.name\"}]", denies))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Allow)
	expectText(t, "audit", got.Audit["p/who"], "pod x")
}

func TestAnAuditAnnotationThatFailsIsAnError(t *testing.T) {
	b := newBench(t)
	b.cel(policyText("failurePolicy: Ignore\nauditAnnotations: [{key: who, valueExpression: \"string(object.metadata.labels.x)\"}]", denies))
	expect(t, b.create(pod("", "")), verdict.Error)
}

func TestVariablesAndNamespaceObjectAreBound(t *testing.T) {
	b := newBench(t)
	if problems := b.world("namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: team, labels: {tier: gold}}}]"); len(problems) > 0 {
		t.Fatal(problems)
	}
	b.cel(policyText(`variables: [{name: tier, expression: "namespaceObject.metadata.?labels.tier.orValue('none')"}]
validations: [{expression: "variables.tier == 'gold'", messageExpression: "'tier ' + variables.tier + ' of ' + namespaceObject.metadata.name"}]`, denies))
	expect(t, b.create(pod("namespace: team", "")), verdict.Allow)
	got := b.create(pod("namespace: other", ""))
	expect(t, got, verdict.Deny)
	expectText(t, "message", got.Violations[0].Message, "tier none of other")
}

func TestSelectorsOfPolicyAndBindingDecideWhatIsJudged(t *testing.T) {
	b := newBench(t)
	b.world("namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: team, labels: {tier: gold}}}]")
	policy := policyText(noHostPID, denies+"\nmatchResources: {namespaceSelector: {matchLabels: {tier: gold}}}")
	b.cel(strings.Replace(policy, "    resourceRules", "    objectSelector: {matchLabels: {judged: 'yes'}}\n    resourceRules", 1))
	expect(t, b.create(pod("namespace: team, labels: {judged: 'yes'}", "hostPID: true,")), verdict.Deny)
	expect(t, b.create(pod("namespace: team", "hostPID: true,")), verdict.Skip)
	got := b.create(pod("namespace: other, labels: {judged: 'yes'}", "hostPID: true,"))
	expect(t, got, verdict.Skip)
	expectText(t, "skipped", got.Skipped, "binding `b` of policy `p` does not match")
}

func TestTheNameLabelOfANamespaceThatIsNotHeldCanBeSelected(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies+"\nmatchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: team}}}"))
	expect(t, b.create(pod("namespace: team", "hostPID: true,")), verdict.Deny)
	expect(t, b.create(pod("namespace: other", "hostPID: true,")), verdict.Skip)
}

func TestResourceNamesAndExcludedResourcesAreTheServers(t *testing.T) {
	b := newBench(t)
	rule := func(name string) string {
		return strings.Replace(policyText(noHostPID, denies), "resources: [pods, pods/ephemeralcontainers]", "resources: [pods], resourceNames: ["+name+"]", 1)
	}
	b.cel(rule("x"))
	expect(t, b.create(pod("", "hostPID: true,")), verdict.Deny)
	b.cel(rule("other"))
	expect(t, b.create(pod("", "hostPID: true,")), verdict.Skip)
}

func TestPoliciesAreNotJudgedByPolicies(t *testing.T) {
	b := newBench(t)
	b.cel(strings.Replace(policyText("validations: [{expression: 'false'}]", denies),
		`apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [pods, pods/ephemeralcontainers]`,
		`apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"]`, 1))
	expect(t, b.create(pod("", "")), verdict.Deny)
	got := b.create(strings.Split(policyText(noHostPID, denies), "---")[0])
	expect(t, got, verdict.Skip)
	if !strings.Contains(got.Skipped, "validatingadmissionpolicies.admissionregistration.k8s.io") {
		t.Errorf("skipped %q", got.Skipped)
	}
}

func TestAuthorizerChecksAreAnsweredByTheRules(t *testing.T) {
	b := newBench(t)
	if problems := b.world(`rules:
- {users: [dev], verbs: [use], apiGroups: [policy.example], resources: [exemptions], namespaces: [team]}
- {groups: [admins], verbs: ["*"], apiGroups: ["*"], resources: ["*"]}`); len(problems) > 0 {
		t.Fatal(problems)
	}
	b.cel(policyText(`validations: [{expression: "authorizer.group('policy.example').resource('exemptions').namespace(object.metadata.namespace).check('use').allowed()"}]`, denies))
	for user, want := range map[string]verdict.Decision{
		"{username: dev}": verdict.Allow, "{username: eve}": verdict.Deny, "{username: eve, groups: [admins]}": verdict.Allow,
		"{username: root, groups: ['system:masters']}": verdict.Allow,
	} {
		request := "operation: CREATE\nuser: " + user + "\nobject:\n" + indent(pod("namespace: team", ""))
		expect(t, b.judge(request), want)
	}
	expect(t, b.judge("operation: CREATE\nuser: {username: dev}\nobject:\n"+indent(pod("namespace: other", ""))), verdict.Deny)
}

func TestUpdateSeesTheOldObjectAndDeleteOnlyThat(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(`validations:
- expression: "request.operation != 'UPDATE' || object.metadata.labels.tier == oldObject.metadata.labels.tier"
  message: tier must stay
- expression: "request.operation != 'DELETE' || (object == null && !has(oldObject.metadata.labels.keep))"
  message: keep it`, denies))
	update := func(tier string) string {
		return "operation: UPDATE\nobject:\n" + indent(pod("labels: {tier: "+tier+"}", "")) + "oldObject:\n" + indent(pod("labels: {tier: gold}", ""))
	}
	expect(t, b.judge(update("gold")), verdict.Allow)
	expect(t, b.judge(update("tin")), verdict.Deny)
	remove := func(labels string) string {
		return "operation: DELETE\noldObject:\n" + indent(pod("labels: {"+labels+"}", ""))
	}
	expect(t, b.judge(remove("a: b")), verdict.Allow)
	expect(t, b.judge(remove("keep: ''")), verdict.Deny)
}

func TestEphemeralContainersAreJudgedAsTheirSubresource(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(`validations: [{expression: "request.subResource == 'ephemeralcontainers' && object.spec.ephemeralContainers.all(c, c.image.startsWith('registry.example/'))", message: image}]`, denies))
	request := func(image string) string {
		debug := strings.Replace(pod("", ""), "spec: {", "spec: {ephemeralContainers: [{name: debug, image: "+image+"}], ", 1)
		return "operation: UPDATE\nsubResource: ephemeralcontainers\nobject:\n" + indent(debug) + "oldObject:\n" + indent(pod("", ""))
	}
	expect(t, b.judge(request("registry.example/debug:1")), verdict.Allow)
	expect(t, b.judge(request("elsewhere.example/debug:1")), verdict.Deny)
}

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
	b.objects(settingsOf("default", "two", "x") + settingsOf("default", "one", "x") + settingsOf("default", "three", "other"))
	b.cel(policyText(withParams, denies+"\nparamRef: {selector: {matchLabels: {policy: p}}, parameterNotFoundAction: Deny}"))
	got := b.create(pod("", ""))
	expect(t, got, verdict.Deny)
	if len(got.Violations) != 2 || got.Violations[0].Message != "not one" || got.Violations[1].Message != "not two" {
		t.Errorf("violations %+v", got.Violations)
	}
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
