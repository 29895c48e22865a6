package judge

import (
	"fmt"
	"strings"
	"testing"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/podsecurity"
)

func (b bench) checked(request string) []string {
	b.t.Helper()
	var answer struct{ Checked []podsecurity.Checked }
	b.ask("explain", map[string]any{"policies": "p", "world": "w", "request": fromYAML(b.t, request)}, &answer)
	told := []string{}
	for _, each := range answer.Checked {
		var failed []string
		for _, one := range each.Results {
			if one.Result == "fail" {
				failed = append(failed, one.Check+": "+one.Detail)
			}
		}
		told = append(told, fmt.Sprintf("%s:%s %v %t %s", each.Level, each.Version, each.Modes, len(each.Results) > 0, strings.Join(failed, ", ")))
	}
	return told
}

func TestExplainTellsWhichChecksOfPodSecurityRanAndWhatTheyFound(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: baseline, enforce-version: v1.25, warn: restricted", "usernames: [root]", ""))
	request := "operation: CREATE\nobject:\n" + indent(pod("", "hostPID: true,"))
	got := strings.Join(b.checked(request), " | ")
	want := "baseline:v1.25 [enforce] true hostNamespaces: host namespaces (hostPID=true) | privileged:latest [audit] false  | restricted:latest [warn] false "
	expectText(t, "of a Pod that is denied", got, want)

	got = strings.Join(b.checked("operation: CREATE\nobject:\n"+indent(pod("", ""))), " | ")
	if !strings.HasPrefix(got, "baseline:v1.25 [enforce] true  | ") || !strings.Contains(got, "restricted:latest [warn] true allowPrivilegeEscalation: allowPrivilegeEscalation != false (container ") {
		t.Errorf("of a Pod that is warned of: %s", got)
	}
	if got := b.checked("user: {username: root}\n" + request); len(got) != 0 {
		t.Errorf("of an exempt user: %v", got)
	}
}

func TestExplainSaysThatNothingIsCheckedAtThePrivilegedLevel(t *testing.T) {
	b := newBench(t)
	b.podSecurity(podSecurity("enforce: privileged", "", ""))
	got := b.checked("operation: CREATE\nobject:\n" + indent(pod("", "hostPID: true,")))
	expectText(t, "levels", strings.Join(got, " | "), "privileged:latest [enforce audit warn] false ")
}

func (b bench) params() string {
	b.t.Helper()
	var answer cel.Explanation
	b.ask("explain", map[string]any{"policies": "p", "world": "w", "request": fromYAML(b.t, "operation: CREATE\nobject:\n"+indent(pod("", "")))}, &answer)
	var told []string
	for _, each := range answer.Params {
		told = append(told, fmt.Sprintf("%s %s:%d %s %s %s", each.Binding, each.Path, each.Line, each.From, each.Ref, each.Why+strings.Join(each.Objects, " ")))
	}
	return strings.Join(told, " | ")
}

func TestExplainTellsWhichParamsAPolicySeesAndWhereTheyAreFrom(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(withParams, denies))
	expectText(t, "without settings", b.params(), "b policy.yaml:7 nothing  the binding has no `paramRef`, and there are no settings")
	b.world("params: {forbidden: x}")
	expectText(t, "of settings", b.params(), `b policy.yaml:7 settings  {"apiVersion":"v1","data":{"forbidden":"x"},"kind":"ConfigMap","metadata":{"name":"params"}}`)

	b.cel(policyText(withParams, denies+"\nparamRef: {namespace: rules, name: one, parameterNotFoundAction: Allow}"))
	b.world("")
	expectText(t, "not found", b.params(), "b policy.yaml:7 paramRef ConfigMap `one` in `rules` none was found, and `parameterNotFoundAction` lets the request pass")
	b.objects(settingsOf("rules", "one", "x"))
	if got := b.params(); !strings.HasPrefix(got, "b policy.yaml:7 paramRef ConfigMap `one` in `rules` {") || !strings.Contains(got, `"data":{"forbidden":"x"}`) {
		t.Errorf("of a binding: %s", got)
	}
	b.cel(policyText(withParams, denies+"\nparamRef: {selector: {matchLabels: {policy: q}}, parameterNotFoundAction: Deny}"))
	expectText(t, "denied", b.params(), "b policy.yaml:7 paramRef ConfigMap with policy=q no params found for policy binding with `Deny` parameterNotFoundAction")

	b.cel(policyText(noHostPID, denies))
	expectText(t, "none", b.params(), "")
}
