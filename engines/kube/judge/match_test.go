package judge

import (
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

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

func TestResourceNamesAreMatched(t *testing.T) {
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

func TestAnEquivalentVersionOfAResourceIsMatchedAndConverted(t *testing.T) {
	b := newBench(t)
	text := strings.Replace(policyText("validations: [{expression: \"object.apiVersion == 'autoscaling/v1' && object.spec.targetCPUUtilizationPercentage < 90\", message: m}]", denies),
		`apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [pods, pods/ephemeralcontainers]`,
		`apiGroups: [autoscaling], apiVersions: [v1], operations: [CREATE], resources: [horizontalpodautoscalers]`, 1)
	autoscaler := func(percent string) string {
		return `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: x}, spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: x},
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: ` + percent + `}}}]}}`
	}
	b.cel(text)
	expect(t, b.create(autoscaler("80")), verdict.Allow)
	expect(t, b.create(autoscaler("95")), verdict.Deny)
	b.cel(strings.Replace(text, "  matchConstraints:\n", "  matchConstraints:\n    matchPolicy: Exact\n", 1))
	expect(t, b.create(autoscaler("95")), verdict.Skip)
}

func TestAConnectionIsJudgedByItsOptions(t *testing.T) {
	b := newBench(t)
	b.cel(strings.Replace(policyText("validations: [{expression: \"!object.?tty.orValue(false)\", message: no terminal}]", denies),
		`operations: ["*"], resources: [pods, pods/ephemeralcontainers]`, `operations: [CONNECT], resources: [pods/exec]`, 1))
	request := func(tty string) string {
		return "operation: CONNECT\nsubResource: exec\nname: x\nnamespace: team\n" +
			"object: {apiVersion: v1, kind: PodExecOptions, command: [sh], container: app, tty: " + tty + "}\n"
	}
	expect(t, b.judge(request("false")), verdict.Allow)
	expect(t, b.judge(request("true")), verdict.Deny)
}
