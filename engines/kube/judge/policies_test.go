package judge

import (
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

// refusedAt fails the test unless there is exactly one problem, at the line and with the words.
func refusedAt(t *testing.T, answer policiesAnswer, line int, words ...string) {
	t.Helper()
	if len(answer.Problems) != 1 {
		t.Fatalf("want one problem, got %+v", answer.Problems)
	}
	got := answer.Problems[0]
	if got.Path != "policy.yaml" || got.Line != line {
		t.Errorf("the problem is at %s:%d, want line %d: %s", got.Path, got.Line, line, got.Message)
	}
	for _, part := range words {
		if !strings.Contains(got.Message, part) {
			t.Errorf("%q does not contain %q", got.Message, part)
		}
	}
}

func TestPoliciesAndBindingsAreNamedWithTheirPlaces(t *testing.T) {
	answer := newBench(t).policies("cel", "", policyText(noHostPID, denies))
	if len(answer.Problems) != 0 || len(answer.Policies) != 2 {
		t.Fatalf("got %+v", answer)
	}
	if first := answer.Policies[0]; first.Name != "p" || first.Kind != "ValidatingAdmissionPolicy" || first.Line != 1 {
		t.Errorf("policy %+v", first)
	}
	if second := answer.Policies[1]; second.Name != "b" || second.Kind != "ValidatingAdmissionPolicyBinding" || second.Line != 14 {
		t.Errorf("binding %+v", second)
	}
}

func inVersion(version string) string {
	return strings.ReplaceAll(policyText(noHostPID, denies), "admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/"+version)
}

func TestEveryServedVersionOfAPolicyIsTaken(t *testing.T) {
	for _, version := range []string{"v1", "v1beta1"} {
		b := newBench(t)
		b.cel(inVersion(version))
		expect(t, b.create(pod("", "hostPID: true,")), verdict.Deny)
	}
}

func TestAVersionThatIsNoLongerServedIsRefusedInTheServersWords(t *testing.T) {
	answer := newBench(t).policies("cel", "", strings.Split(inVersion("v1alpha1"), "---")[0])
	refusedAt(t, answer, 1, `no matches for kind "ValidatingAdmissionPolicy" in version "admissionregistration.k8s.io/v1alpha1"`)
}

func TestAnExpressionThatDoesNotCompileIsReportedInTheServersWordsAtItsLine(t *testing.T) {
	answer := newBench(t).policies("cel", "", policyText("validations:\n- message: m\n  expression: object.spec.x +", denies))
	refusedAt(t, answer, 9, `ValidatingAdmissionPolicy.admissionregistration.k8s.io "p" is invalid: spec.validations[0].expression: `+
		`Invalid value: "object.spec.x +": compilation failed: ERROR: <input>:1:16: Syntax error`)
}

func TestAnExpressionOfAnotherTypeIsReportedInTheServersWords(t *testing.T) {
	answer := newBench(t).policies("cel", "", policyText("validations: [{expression: \"'text'\"}]", denies))
	refusedAt(t, answer, 7, "must evaluate to bool but got string")
}

func TestAFieldThatDoesNotExistIsReportedAtItsLine(t *testing.T) {
	answer := newBench(t).policies("cel", "", policyText("validations:\n- expresion: 'true'\n  expression: 'true'", denies))
	refusedAt(t, answer, 8, `unknown field "spec.validations[0].expresion"`)
}

func TestABindingThatTheServerRefusesIsReportedAndItsPolicyNeverJudges(t *testing.T) {
	answer := newBench(t).policies("cel", "", policyText(noHostPID, "validationActions: [Deny, Warn]"))
	if len(answer.Problems) != 2 || !strings.Contains(answer.Problems[0].Message, "must not contain both Deny and Warn") ||
		!strings.Contains(answer.Problems[1].Message, "policy `p` has no binding") {
		t.Errorf("got %+v", answer.Problems)
	}
}

func TestAPolicyWithoutABindingIsAProblemWithAHint(t *testing.T) {
	answer := newBench(t).policies("cel", "", strings.Split(policyText(noHostPID, denies), "---")[0])
	refusedAt(t, answer, 3, "policy `p` has no binding, so it never judges", "`spec.policyName: p`")
	if len(answer.Policies) != 0 {
		t.Errorf("a policy that never judges is listed: %+v", answer.Policies)
	}
}

func TestABindingWithoutItsPolicyIsAProblem(t *testing.T) {
	answer := newBench(t).policies("cel", "", strings.Split(policyText(noHostPID, denies), "---\n")[1])
	refusedAt(t, answer, 5, "binding `b` is for policy `p`, which is not among the sources")
}

func TestANameThatComesTwiceIsAProblem(t *testing.T) {
	text := policyText(noHostPID, denies)
	refusedAt(t, newBench(t).policies("cel", "", text+"---\n"+strings.Split(text, "---\n")[1]), 23, "`b` is already defined at policy.yaml:14")
}

func TestAnotherKindIsAProblem(t *testing.T) {
	text := policyText(noHostPID, denies)
	refusedAt(t, newBench(t).policies("cel", "", text+"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"), 22, "`ConfigMap` is neither")
}

func TestAFileThatIsNotYAMLOrEmptyIsAProblem(t *testing.T) {
	b := newBench(t)
	refusedAt(t, b.policies("cel", "", "a: [\n"), 1, "yaml")
	refusedAt(t, b.policies("cel", "", "# nothing\n"), 1, "holds no document")
}

func TestTheRestOfAFileWithAProblemJudges(t *testing.T) {
	b := newBench(t)
	b.policies("cel", "", policyText(noHostPID, denies)+"---\nkind: [\n")
	expect(t, b.create(pod("", "hostPID: true,")), verdict.Deny)
}

func TestAnOlderReleaseRefusesWhatItsCELDoesNotHave(t *testing.T) {
	b := newBench(t)
	text := policyText("validations: [{expression: \"isIP('10.0.0.1')\"}]", denies)
	if answer := b.policies("cel", "1.31", text); len(answer.Problems) != 0 {
		t.Errorf("1.31: %+v", answer.Problems)
	}
	// The library has the version 1.30, and a server takes in only what the release before it has too.
	refusedAt(t, b.policies("cel", "1.30", text), 7, "undeclared reference to 'isIP'", "in Kubernetes 1.30")
}

func TestAReleaseThatDoesNotExistIsBadInput(t *testing.T) {
	b := newBench(t)
	for _, release := range []string{"1.99", "1.12", "2.1", "latest"} {
		var answer policiesAnswer
		err := b.try("policies", map[string]any{"as": "p", "engine": "cel", "kubernetes": release, "sources": []any{}}, &answer)
		if err == nil || !strings.Contains(err.Error(), "`"+release+"`") {
			t.Errorf("%s: %v", release, err)
		}
	}
}
