package judge

import (
	"encoding/json"
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
	"sigs.k8s.io/yaml"
)

// bench is a store as the harness sees it: bodies in, answers out. Everything is written in YAML for the eye.
type bench struct {
	t     testing.TB
	store *Store
}

func newBench(t testing.TB) bench {
	t.Helper()
	b := bench{t, NewStore()}
	b.world("")
	return b
}

// ask answers an op, and fails the test where the op does.
func (b bench) ask(op string, body any, answer any) {
	b.t.Helper()
	if err := b.try(op, body, answer); err != nil {
		b.t.Fatalf("%s: %v", op, err)
	}
}

func (b bench) try(op string, body any, answer any) error {
	b.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	result, err := b.store.Ops()[op](encoded)
	if err != nil {
		return err
	}
	encoded, err = json.Marshal(result)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := json.Unmarshal(encoded, answer); err != nil {
		b.t.Fatal(err)
	}
	return nil
}

type problem struct {
	Path    string
	Line    int
	Message string
}

// world sets up the world `w` and returns its problems.
func (b bench) world(text string) []problem {
	b.t.Helper()
	body := fromYAML(b.t, text)
	body["as"] = "w"
	var answer struct{ Problems []problem }
	b.ask("world", body, &answer)
	return answer.Problems
}

type policiesAnswer struct {
	Policies []struct {
		Name, Kind, Path string
		Line             int
	}
	Problems []problem
}

func (b bench) policies(engine, kubernetes, text string) policiesAnswer {
	b.t.Helper()
	body := map[string]any{"as": "p", "engine": engine, "sources": []any{map[string]any{"path": "policy.yaml", "text": text}}}
	if kubernetes != "" {
		body["kubernetes"] = kubernetes
	}
	var answer policiesAnswer
	b.ask("policies", body, &answer)
	return answer
}

// cel compiles policies that must be without problems.
func (b bench) cel(text string) {
	b.t.Helper()
	if answer := b.policies("cel", "", text); len(answer.Problems) > 0 {
		b.t.Fatalf("problems: %+v", answer.Problems)
	}
}

// judge judges a request, which is written in YAML.
func (b bench) judge(request string) verdict.Verdict {
	b.t.Helper()
	var answer struct{ Verdict verdict.Verdict }
	b.ask("judge", map[string]any{"policies": "p", "world": "w", "request": fromYAML(b.t, request)}, &answer)
	return answer.Verdict
}

// create judges the creation of an object.
func (b bench) create(object string) verdict.Verdict {
	b.t.Helper()
	return b.judge("operation: CREATE\nobject:\n" + indent(object))
}

func fromYAML(t testing.TB, text string) map[string]any {
	t.Helper()
	result := map[string]any{}
	if err := yaml.UnmarshalStrict([]byte(text), &result); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return result
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.Trim(text, "\n"), "\n", "\n  ") + "\n"
}

// pod is a valid Pod with more in its metadata and spec, each a line of YAML.
func pod(metadata, spec string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: x, " + metadata + "}\nspec: {" + spec + " containers: [{name: app, image: registry.example/app:1}]}\n"
}

// policyText is a policy `p` on the creation and update of Pods, with more in its spec, bound by `b` with more in its spec.
func policyText(spec, binding string) string {
	return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [pods, pods/ephemeralcontainers]}]
` + indent(spec) + `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec:
  policyName: p
` + indent(binding)
}

const denies = "validationActions: [Deny]"

// expect fails the test unless the decision is the one, and says what was got instead.
func expect(t testing.TB, got verdict.Verdict, decision verdict.Decision) {
	t.Helper()
	if got.Decision != decision {
		text, _ := json.Marshal(got)
		t.Fatalf("want %s, got %s", decision, text)
	}
}

func expectText(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}
