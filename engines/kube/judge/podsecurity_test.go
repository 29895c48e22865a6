package judge

import (
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

// podSecurity is a source with defaults, and more of the source.
func podSecurity(defaults, exemptions, more string) string {
	return more + `
configuration:
  apiVersion: pod-security.admission.config.k8s.io/v1
  kind: PodSecurityConfiguration
  defaults: {` + defaults + `}
  exemptions: {` + exemptions + "}\n"
}

func (b bench) podSecurity(text string) {
	b.t.Helper()
	if answer := b.policies("podsecurity", "", text); len(answer.Problems) > 0 || len(answer.Policies) != 1 {
		b.t.Fatalf("got %+v", answer)
	}
}

func TestPodSecurityDeniesInTheServersWordsAndNamesTheChecks(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: baseline", "", ""))
	got := b.create(pod("", "hostPID: true, hostIPC: true,"))
	expect(t, got, verdict.Deny)
	expectText(t, "message", got.Response.Message, `pods "x" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true, hostIPC=true)`)
	if got.Response.Code != 403 || got.Response.Reason != "Forbidden" {
		t.Errorf("response %+v", got.Response)
	}
	if len(got.Violations) != 1 || got.Violations[0] != (verdict.Violation{Policy: "hostNamespaces", Message: "host namespaces (hostPID=true, hostIPC=true)"}) {
		t.Errorf("violations %+v", got.Violations)
	}
	expectText(t, "audit", got.Audit["pod-security.kubernetes.io/enforce-policy"], "baseline:latest")
}

func TestEveryFailedCheckIsAViolation(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: restricted", "", ""))
	var checks []string
	for _, violation := range b.create(pod("", "hostPID: true,")).Violations {
		checks = append(checks, violation.Policy)
	}
	expectText(t, "checks", strings.Join(checks, " "), "hostNamespaces allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted")
}

func TestChecksOfTheAuditedLevelAreNoViolations(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: baseline, audit: restricted", "", ""))
	got := b.create(pod("", "hostPID: true,"))
	expect(t, got, verdict.Deny)
	if len(got.Violations) != 1 || got.Violations[0].Policy != "hostNamespaces" {
		t.Errorf("violations %+v", got.Violations)
	}
	if audit := got.Audit["pod-security.kubernetes.io/audit-violations"]; !strings.Contains(audit, "runAsNonRoot") {
		t.Errorf("audit %q", audit)
	}
}

func TestOnlyTheChecksThatAreNamedTakePart(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: restricted", "", "checks: [hostPorts, runAsNonRoot]"))
	got := b.create(pod("", "hostPID: true,"))
	expect(t, got, verdict.Deny)
	if len(got.Violations) != 1 || got.Violations[0].Policy != "runAsNonRoot" {
		t.Errorf("violations %+v", got.Violations)
	}
	expect(t, b.create(pod("", "hostPID: true, securityContext: {runAsNonRoot: true},")), verdict.Allow)
}

func TestAPodSecuritySourceThatCannotBeUsedIsAProblem(t *testing.T) {
	for text, words := range map[string]string{
		podSecurity("enforce: baseline", "", "checks: [hostPort]"):     "unknown check `hostPort`; the checks of PodSecurity are: allowPrivilegeEscalation, ",
		podSecurity("enforce: baseline", "", "checks: []"):             "`checks` is empty",
		podSecurity("enforce: strict", "", ""):                         `defaults.enforce: Invalid value: "strict": must be one of privileged, baseline, restricted`,
		podSecurity("enforce: baseline, enforce-version: '1'", "", ""): `defaults.enforce-version: Invalid value: "1"`,
		podSecurity("enforced: baseline", "", ""):                      `unknown field "defaults.enforced"`,
		podSecurity("enforce: baseline", "namespaces: [a, a]", ""):     "exemptions.namespaces[1]: Duplicate value",
		podSecurity("enforce: baseline", "", "check: [hostPorts]"):     "unknown field \"check\"",
		"checks: [hostPorts]\n":                                        "`configuration` is missing",
		podSecurity("", "", "") + "---\n" + podSecurity("", "", ""):    "another one; remove it",
	} {
		answer := newBench(t).policies("podsecurity", "", text)
		if len(answer.Problems) != 1 || !strings.Contains(answer.Problems[0].Message, words) || answer.Problems[0].Line == 0 {
			t.Errorf("want %q, got %+v", words, answer.Problems)
		}
	}
}

func TestPodSecurityExemptionsSkip(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: baseline", "usernames: [robot], namespaces: [infra], runtimeClasses: [sandbox]", ""))
	for exemption, request := range map[string]string{
		"user":         "operation: CREATE\nuser: {username: robot}\nobject:\n" + indent(pod("", "hostPID: true,")),
		"namespace":    "operation: CREATE\nobject:\n" + indent(pod("namespace: infra", "hostPID: true,")),
		"runtimeClass": "operation: CREATE\nobject:\n" + indent(pod("", "hostPID: true, runtimeClassName: sandbox,")),
	} {
		got := b.judge(request)
		expect(t, got, verdict.Skip)
		expectText(t, "skipped", got.Skipped, "exempt from PodSecurity by "+exemption)
		expectText(t, "audit", got.Audit["pod-security.kubernetes.io/exempt"], exemption)
	}
}

func TestTheLabelsOfANamespaceOutweighTheDefaults(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: restricted", "", ""))
	b.world(`namespaces:
- {apiVersion: v1, kind: Namespace, metadata: {name: warned, labels: {pod-security.kubernetes.io/enforce: privileged,
    pod-security.kubernetes.io/warn: baseline, pod-security.kubernetes.io/audit: baseline}}}
- {apiVersion: v1, kind: Namespace, metadata: {name: open, labels: {pod-security.kubernetes.io/enforce: privileged}}}`)
	got := b.create(pod("namespace: warned", "hostPID: true,"))
	expect(t, got, verdict.Allow)
	words := `would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)`
	expectText(t, "warnings", strings.Join(got.Warnings, "|"), words)
	expectText(t, "audit", got.Audit["pod-security.kubernetes.io/audit-violations"], words)
	expect(t, b.create(pod("namespace: open", "hostPID: true,")), verdict.Allow)
	expect(t, b.create(pod("namespace: other", "hostPID: true,")), verdict.Deny)
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec:
  selector: {matchLabels: {app: x}}
  template:
    metadata: {labels: {app: x}}
    spec: {hostPID: true, containers: [{name: app, image: registry.example/app:1}]}
`

func TestADeploymentIsWarnedAboutButNeverDenied(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: baseline, warn: baseline", "", ""))
	got := b.create(deployment)
	expect(t, got, verdict.Allow)
	expectText(t, "warnings", strings.Join(got.Warnings, "|"), `would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)`)
	b.podSecurity(podSecurity("enforce: baseline", "", ""))
	expect(t, b.create(deployment), verdict.Skip)
}

func TestWhatPodSecurityDoesNotLookAtIsSkipped(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: baseline", "", ""))
	expect(t, b.create("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"), verdict.Skip)
	expect(t, b.judge("operation: DELETE\noldObject:\n"+indent(pod("", "hostPID: true,"))), verdict.Skip)
	same := "operation: UPDATE\nobject:\n" + indent(pod("labels: {a: b}", "hostPID: true,")) + "oldObject:\n" + indent(pod("", "hostPID: true,"))
	expect(t, b.judge(same), verdict.Skip)
}

func TestAnEphemeralContainerIsJudged(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: baseline", "", ""))
	debug := strings.Replace(pod("", ""), "spec: {", "spec: {ephemeralContainers: [{name: debug, image: i, securityContext: {privileged: true}}], ", 1)
	got := b.judge("operation: UPDATE\nsubResource: ephemeralcontainers\nobject:\n" + indent(debug) + "oldObject:\n" + indent(pod("", "")))
	expect(t, got, verdict.Deny)
	expectText(t, "check", got.Violations[0].Policy, "privileged")
}

func TestTheLabelsOfANamespaceItselfAreValidated(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("", "", ""))
	namespace := func(level string) string {
		return "apiVersion: v1\nkind: Namespace\nmetadata: {name: x, labels: {pod-security.kubernetes.io/enforce: " + level + "}}\n"
	}
	expect(t, b.create(namespace("baseline")), verdict.Allow)
	got := b.create(namespace("strict"))
	expect(t, got, verdict.Deny)
	if got.Response.Code != 422 || got.Response.Reason != "Invalid" || len(got.Violations) != 1 {
		t.Errorf("got %+v with %+v", got, got.Response)
	}
}

func TestRaisingTheLevelOfANamespaceWarnsAboutThePodsInIt(t *testing.T) {
	b := newBench(t)
	b.world("objects:\n- " + strings.TrimSpace(indent(pod("namespace: team", "hostPID: true,"))))
	b.podSecurity(podSecurity("", "", ""))
	namespace := "{apiVersion: v1, kind: Namespace, metadata: {name: team, labels: {pod-security.kubernetes.io/enforce: baseline}}}"
	got := b.judge("operation: UPDATE\nobject: " + namespace + "\noldObject: {apiVersion: v1, kind: Namespace, metadata: {name: team}}\n")
	expect(t, got, verdict.Allow)
	expectText(t, "warnings", strings.Join(got.Warnings, "|"),
		`existing pods in namespace "team" violate the new PodSecurity enforce level "baseline:latest"|x: host namespaces`)
}

func TestPolicyVersionIsTheVersionOfTheDefaults(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: restricted", "", "checks: [seccompProfile_restricted]"))
	b.world("params: {policyVersion: v1.18}")
	expect(t, b.create(pod("", "")), verdict.Allow)
	b.world("params: {policyVersion: v1.25}")
	got := b.create(pod("", ""))
	expect(t, got, verdict.Deny)
	if !strings.Contains(got.Response.Message, `violates PodSecurity "restricted:v1.25"`) {
		t.Errorf("message %q", got.Response.Message)
	}
	b.world("params: {policyVersion: new}")
	err := b.try("judge", map[string]any{"policies": "p", "world": "w", "request": fromYAML(t, "operation: CREATE\nobject:\n"+indent(pod("", "")))}, &struct{}{})
	if err == nil || !strings.Contains(err.Error(), "`params.policyVersion`") {
		t.Errorf("error %v", err)
	}
}

func TestAnOlderReleaseKnowsOnlyItsOwnChecks(t *testing.T) {
	probed := "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: " +
		"[{name: a, image: i, livenessProbe: {httpGet: {host: elsewhere.example, port: 80}}}]}}"
	for release, want := range map[string]verdict.Decision{"1.30": verdict.Allow, "1.37": verdict.Deny} {
		b := newBench(t)
		if answer := b.policies("podsecurity", release, podSecurity("enforce: baseline", "", "")); len(answer.Problems) > 0 {
			t.Fatalf("%s: %+v", release, answer.Problems)
		}
		expect(t, b.create(probed), want)
	}
}
