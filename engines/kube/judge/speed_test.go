package judge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"assay.dev/engines/wire"
)

// realPod is a Pod of ordinary size.
const realPod = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"team","labels":{"app":"web","tier":"front"},"annotations":{"a":"b"}},
"spec":{"serviceAccountName":"web","securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
"containers":[
{"name":"app","image":"registry.example/app:1.2.3","ports":[{"containerPort":8080,"name":"http"}],"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],
"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"256Mi"}},
"securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}},
"livenessProbe":{"httpGet":{"path":"/healthz","port":"http"}},"volumeMounts":[{"name":"tmp","mountPath":"/tmp"}]},
{"name":"sidecar","image":"registry.example/sidecar:4","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}],
"volumes":[{"name":"tmp","emptyDir":{}}]}}`

// nthPolicy reads every container through variables and has a message expression, as policies of the field do.
func nthPolicy(n int) string {
	text := policyText(`variables:
- {name: containers, expression: "object.spec.containers + object.spec.?initContainers.orValue([])"}
- {name: bad, expression: "variables.containers.filter(c, c.?securityContext.?privileged.orValue(false)).map(c, c.name)"}
validations:
- expression: "variables.bad.size() == 0"
  messageExpression: "'privileged containers (' + variables.bad.join(', ') + ')'"
- expression: "!object.spec.?hostPID.orValue(false)"
  message: host namespaces`, denies)
	text = strings.Replace(text, "metadata: {name: p}", fmt.Sprintf("metadata: {name: p%d}", n), 1)
	text = strings.Replace(text, "metadata: {name: b}", fmt.Sprintf("metadata: {name: b%d}", n), 1)
	return strings.Replace(text, "policyName: p", fmt.Sprintf("policyName: p%d", n), 1)
}

func benchmarkJudge(b *testing.B, setUp func(bench)) {
	set := newBench(b)
	setUp(set)
	body, err := json.Marshal(map[string]any{"policies": "p", "world": "w", "request": map[string]any{"operation": "CREATE", "object": json.RawMessage(realPod)}})
	if err != nil {
		b.Fatal(err)
	}
	message := fmt.Appendf(nil, `{"id":1,"op":"judge","body":%s}`, body)
	ops := set.store.Ops()
	if answer := string(wire.Answer(ops, message)); !strings.Contains(answer, `"decision":"allow"`) {
		b.Fatal(answer)
	}
	b.ReportAllocs()
	for b.Loop() {
		wire.Answer(ops, message)
	}
}

func BenchmarkOnePolicy(b *testing.B) {
	benchmarkJudge(b, func(set bench) { set.cel(nthPolicy(0)) })
}

func BenchmarkOneMutatingPolicy(b *testing.B) {
	benchmarkJudge(b, func(set bench) { set.cel(mutatingText("m", applies(seccomp), "")) })
}

func BenchmarkTwentyFourPolicies(b *testing.B) {
	benchmarkJudge(b, func(set bench) {
		texts := make([]string, 24)
		for i := range texts {
			texts[i] = nthPolicy(i)
		}
		set.cel(strings.Join(texts, "---\n"))
	})
}

func BenchmarkPodSecurity(b *testing.B) {
	benchmarkJudge(b, func(set bench) { set.podSecurity(podSecurity("enforce: restricted", "", "")) })
}

func BenchmarkCompileTwentyFourPolicies(b *testing.B) {
	texts := make([]string, 24)
	for i := range texts {
		texts[i] = nthPolicy(i)
	}
	set := newBench(b)
	for b.Loop() {
		set.cel(strings.Join(texts, "---\n"))
	}
}
