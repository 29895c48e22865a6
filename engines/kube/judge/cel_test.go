package judge

import (
	"slices"
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
	want := []verdict.Violation{
		{Policy: "p", Binding: "b", Message: "host namespaces", Expression: "!has(object.spec.hostPID) || !object.spec.hostPID"},
		{Policy: "p", Binding: "b", Message: "host IPC in x", Expression: "!has(object.spec.hostIPC) || !object.spec.hostIPC"},
	}
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
	if got.Advice == nil || len(got.Violations)+len(got.Warnings)+len(got.Advice)+len(got.Errors) != 0 || !got.Response.Allowed {
		t.Errorf("got %+v", got)
	}
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
	advice := verdict.Violation{Policy: "p", Binding: "b", Message: "host namespaces", Expression: got.Advice[0].Expression}
	if !slices.Equal(got.Advice, []verdict.Violation{advice}) {
		t.Errorf("the advice is what the policy said and nothing else, got %v", got.Advice)
	}
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

func TestAuthorizerChecksAreAnsweredByTheRules(t *testing.T) {
	b := newBench(t)
	if problems := b.world(`rules:
- {users: [dev], verbs: [use], apiGroups: [policy.example], resources: [exemptions], namespaces: [team]}
- {groups: [admins], verbs: ["*"], apiGroups: ["*"], resources: ["*"]}`); len(problems) > 0 {
		t.Fatal(problems)
	}
	b.cel(policyText("validations:\n- expression: authorizer.group('policy.example').resource('exemptions')"+
		".namespace(object.metadata.namespace).check('use').allowed()", denies))
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
	b.cel(policyText(`validations:
- expression: "request.subResource == 'ephemeralcontainers' && object.spec.ephemeralContainers.all(c, c.image.startsWith('registry.example/'))"
  message: image`, denies))
	request := func(image string) string {
		debug := strings.Replace(pod("", ""), "spec: {", "spec: {ephemeralContainers: [{name: debug, image: "+image+"}], ", 1)
		return "operation: UPDATE\nsubResource: ephemeralcontainers\nobject:\n" + indent(debug) + "oldObject:\n" + indent(pod("", ""))
	}
	expect(t, b.judge(request("registry.example/debug:1")), verdict.Allow)
	expect(t, b.judge(request("elsewhere.example/debug:1")), verdict.Deny)
}
