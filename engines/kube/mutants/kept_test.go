package mutants

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay.dev/engines/kube/judge"
	"assay.dev/engines/manifest/source"
	"assay.dev/engines/wire"
	"sigs.k8s.io/yaml"
)

// judging are sources with everything that policies have, in two files, the first with two policies.
var judging = []source.Source{{Path: "judging.yaml", Text: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: all}
spec:
  failurePolicy: Fail
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}
      - {apiGroups: [apps], apiVersions: [v1], operations: ["*"], resources: [deployments]}
    excludeResourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods], resourceNames: [free]}
    namespaceSelector:
      matchExpressions: [{key: level, operator: NotIn, values: [none, open]}]
    objectSelector:
      matchLabels: {judged: "yes"}
  variables:
    - name: spec
      expression: "object.kind == 'Pod' ? object.spec : object.spec.template.spec"
    - name: containers
      expression: |-
        variables.spec.containers +
        variables.spec.?initContainers.orValue([])
    - name: images
      expression: variables.containers.filter(c, c.name != 'side').map(c, c.image)
    - {name: limit, expression: "2 * 3 - 1"}
    - {name: odd, expression: "['x'].map(x, x + '!')"}
    - {name: late, expression: "['late'] + []"}
    - {name: said, expression: "'images: ' + variables.images.join(', ')"}
  matchConditions:
    - {name: known, expression: "object.metadata.?labels.?skip.orValue('').lowerAscii() != 'yes' && (!has(object.metadata.namespace) || !(object.metadata.namespace in ['a', 'b']))"}
    - {name: users, expression: "request.userInfo.?username.orValue('') != 'root'"}
  validations:
    - expression: variables.images.all(i, i.startsWith('good/') || i.matches('^fine/.*$'))
      messageExpression: variables.said + variables.odd[0]
      message: bad images
    - expression: "size(variables.containers) < variables.limit && (!has(variables.spec.nodeName) || variables.spec.nodeName != 'n') && variables.spec.?hostNetwork.orValue(false) == false"
      message: too many
      reason: Forbidden
    - expression: "object.metadata.?labels.?tier.hasValue() && object.metadata.labels.tier != params.data.tier"
    - expression: "variables.late.exists(l, l == object.metadata.name) || variables.containers.exists(c, c.?ports[?0].?hostPort.orValue(0) > 80) == false"
      messageExpression: "'port of ' + object.metadata.labels.gone"
  auditAnnotations:
    - {key: images, valueExpression: variables.said}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: all-named}
spec:
  policyName: all
  validationActions: [Deny, Audit]
  paramRef: {name: settings, namespace: default, parameterNotFoundAction: Deny}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: all-chosen}
spec:
  policyName: all
  validationActions: [Warn]
  paramRef: {selector: {matchLabels: {chosen: "yes"}}, parameterNotFoundAction: Allow}
  matchResources:
    namespaceSelector:
      matchLabels: {level: high}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: careless}
spec:
  failurePolicy: Ignore
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, DELETE], resources: [pods]}]
  matchConditions: [{name: there, expression: "object.metadata.labels.tier == 'x' || true"}]
  validations: [{expression: "object.metadata.annotations.owner != ''"}, {expression: "params.data.most != '' && object.metadata.name.size() < int(params.data.most)"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: careless}
spec: {policyName: careless, validationActions: [Deny]}
`}, {Path: "mutating.yaml", Text: `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: changing}
spec:
  failurePolicy: Fail
  reinvocationPolicy: IfNeeded
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
  variables:
    - {name: marked, expression: "object.metadata.?labels.?marked.orValue('no') == 'yes'"}
    - {name: mark, expression: "variables.marked ? 'again' : 'first'"}
  matchConditions: [{name: wanted, expression: "object.metadata.name != 'plain' && object.metadata.name != 'plainer'"}]
  mutations:
    - patchType: ApplyConfiguration
      applyConfiguration:
        expression: |-
          Object{metadata: Object.metadata{labels: {'mark': variables.mark}}}
    - patchType: JSONPatch
      jsonPatch:
        expression: |-
          has(object.spec.hostPID) && object.spec.hostPID ? [JSONPatch{op: 'replace', path: '/spec/hostPID', value: false}] : []
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: changing}
spec: {policyName: changing}
`}}

const around = `as: w
params: {most: 40}
namespaces:
  - {apiVersion: v1, kind: Namespace, metadata: {name: high, labels: {level: high}}}
  - {apiVersion: v1, kind: Namespace, metadata: {name: open, labels: {level: open}}}
  - {apiVersion: v1, kind: Namespace, metadata: {name: none, labels: {level: none}}}
objects:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: default}, data: {tier: x}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: one, namespace: high, labels: {chosen: "yes"}}, data: {tier: why}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: two, namespace: high, labels: {chosen: "yes"}}, data: {tier: x}}
`

// asked are requests.
func asked() []string {
	var all []string
	pod := func(name, namespace, labels, more, containers string) string {
		return fmt.Sprintf("{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {%s}%s}, spec: {containers: [%s]}}",
			name, namespace, labels, more, containers)
	}
	good, bad := "{name: a, image: good/a}, {name: side, image: so/fine/b}", "{name: b, image: so/fine/b, ports: [{containerPort: 90, hostPort: 90}]}"
	many := good
	for i := range 5 {
		many += fmt.Sprintf(", {name: c%d, image: fine/c}", i)
	}
	for _, object := range []string{
		pod("one", "default", "judged: 'yes', tier: x", "", good),
		pod("two", "default", "judged: 'yes', tier: z", ", annotations: {owner: me}", good+", "+bad),
		pod("three", "default", "judged: 'yes', skip: 'Yes'", "", bad),
		pod("plain", "high", "judged: 'yes', tier: why, marked: 'yes'", "", many),
		pod("four", "high", "judged: 'yes', marked: 'yes'", ", annotations: {owner: ''}", many+", "+bad),
		pod("free", "high", "judged: 'yes', tier: x", "", bad),
		pod("five", "open", "judged: 'yes', tier: x", "", bad),
		pod("six", "none", "judged: 'no', tier: x", "", bad),
		pod("seven", "a", "judged: 'yes', tier: x", "", bad),
		strings.Replace(pod("eight", "default", "judged: 'yes', tier: z", "", bad), "spec: {", "spec: {hostPID: true, hostNetwork: true, ", 1),
		"{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, labels: {judged: 'yes', tier: x}}, spec: {selector: {matchLabels: {a: b}}, " +
			"template: {metadata: {labels: {a: b}}, spec: {containers: [" + good + ", " + bad + "]}}}}",
	} {
		all = append(all, "{operation: CREATE, object: "+object+"}")
	}
	return append(all,
		"{operation: UPDATE, object: "+pod("nine", "high", "judged: 'yes', tier: x", "", bad)+"}",
		"{operation: UPDATE, user: {username: root}, object: "+pod("nine", "high", "judged: 'yes', tier: x", "", bad)+"}",
		"{operation: DELETE, oldObject: "+pod("ten", "default", "judged: 'yes', tier: x", "", bad)+"}")
}

// served is the engine as the harness sees it.
type served struct {
	t   *testing.T
	ops wire.Ops
}

func serve(t *testing.T) served {
	store := judge.NewStore()
	ops := store.Ops()
	ops["mutants"] = Op(store.Keep)
	return served{t, ops}
}

func (s served) ask(op string, body, answer any) error {
	s.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	result, err := s.ops[op](encoded)
	if err != nil {
		return err
	}
	if encoded, err = json.Marshal(result); err == nil {
		err = json.Unmarshal(encoded, answer)
	}
	return err
}

func (s served) must(op string, body, answer any) {
	s.t.Helper()
	if err := s.ask(op, body, answer); err != nil {
		s.t.Fatal(op, err)
	}
}

// decisions are the verdicts of policies on every request, as JSON.
func (s served) decisions(handles ...string) [][]string {
	var all [][]string
	for _, text := range asked() {
		var request map[string]any
		if err := yaml.Unmarshal([]byte(text), &request); err != nil {
			s.t.Fatal(err, text)
		}
		var answer struct{ Verdicts []json.RawMessage }
		s.must("decide", map[string]any{"policies": handles, "world": "w", "request": request}, &answer)
		verdicts := make([]string, len(handles))
		for i := range answer.Verdicts {
			verdicts[i] = string(answer.Verdicts[i])
		}
		all = append(all, verdicts)
	}
	return all
}

func world(t *testing.T, s served) {
	var body map[string]any
	if err := yaml.Unmarshal([]byte(around), &body); err != nil {
		t.Fatal(err)
	}
	s.must("world", body, &struct{}{})
}

// compareKept asks for mutants of sources in a release, and compares each that is kept with one that is made of its text.
func compareKept(t *testing.T, sources []source.Source, kubernetes string, operators ...string) map[string]int {
	s := serve(t)
	world(t, s)
	var answer Answer
	s.must("mutants", map[string]any{"as": "m", "sources": sources, "kubernetes": kubernetes, "operators": operators}, &answer)
	handles := []string{"p"}
	for i := range answer.Mutants {
		handles = append(handles, fmt.Sprintf("m/%d", i))
	}
	s.must("policies", map[string]any{"as": "p", "engine": "cel", "kubernetes": kubernetes, "sources": sources}, &struct{}{})
	kept, told := s.decisions(handles...), map[string]int{}
	for i, mutant := range answer.Mutants {
		changed := slices.Clone(sources)
		for j := range changed {
			if changed[j].Path == mutant.Path {
				changed[j].Text = mutant.Text
			}
		}
		var made struct{ Problems []source.Problem }
		s.must("policies", map[string]any{"as": "made", "engine": "cel", "kubernetes": kubernetes, "sources": changed}, &made)
		if len(made.Problems) > 0 {
			t.Errorf("%s: %s for %s: %v", mutant.Operator, mutant.Replacement, mutant.Original, made.Problems)
		}
		for j, want := range s.decisions("made") {
			if got := kept[j][i+1]; got != want[0] {
				t.Fatalf("%s %s: %q for %q: on %s\n got %s\nwant %s", mutant.Field, mutant.Operator, mutant.Replacement, mutant.Original, asked()[j], got, want[0])
			}
			if want[0] != kept[j][0] {
				told[mutant.Operator]++
			}
		}
	}
	return told
}

func TestAMutantThatIsKeptJudgesAsOneThatIsMadeOfItsText(t *testing.T) {
	told := compareKept(t, judging[:1], "", all...)
	for operator, times := range compareKept(t, judging[1:], "", all...) {
		told[operator] += times
	}
	for _, operator := range all {
		if told[operator] == 0 {
			t.Errorf("no request tells a mutant by `%s` from the policies", operator)
		}
	}
}

func TestSoItDoesInAnotherReleaseAndWithPoliciesOfBothKinds(t *testing.T) {
	if told := compareKept(t, judging, "1.34", text, ternary, match, action); len(told) != 4 {
		t.Errorf("only mutants by %v are told from the policies", told)
	}
}

func TestMutantsAreDroppedTogether(t *testing.T) {
	s := serve(t)
	world(t, s)
	var answer Answer
	s.must("mutants", map[string]any{"as": "m", "sources": judging}, &answer)
	s.must("mutants", map[string]any{"as": "n", "sources": judging}, &answer)
	last := fmt.Sprintf("/%d", len(answer.Mutants)-1)
	s.decisions("m" + last)
	s.must("drop", map[string]any{"handles": []string{"m"}}, &struct{}{})
	for handle, want := range map[string]bool{"m/0": false, "m" + last: false, "n/0": true, "n" + last: true, fmt.Sprintf("n/%d", len(answer.Mutants)): false} {
		body := map[string]any{"policies": []string{handle}, "world": "w", "request": map[string]any{"operation": "CREATE", "object": map[string]any{}}}
		if err := s.ask("decide", body, &struct{}{}); (err == nil) != want {
			t.Errorf("%s: %v", handle, err)
		}
	}
}

func TestOnlyTheSlipsThatAreAskedForAreMade(t *testing.T) {
	s := serve(t)
	operatorsOf := func(asked any) []string {
		body := map[string]any{"sources": judging}
		if asked != nil {
			body["operators"] = asked
		}
		var answer Answer
		s.must("mutants", body, &answer)
		found := map[string]bool{}
		for _, each := range answer.Mutants {
			found[each.Operator] = true
		}
		return sortedKeys(toAny(found))
	}
	without := slices.Clone(all)
	without = without[:len(without)-1]
	slices.Sort(without)
	expect(t, operatorsOf(nil), without...)
	expect(t, operatorsOf([]string{"message", "negate", "match"}), "match", "message", "negate")
	expect(t, operatorsOf([]string{}))
}

func toAny(of map[string]bool) map[string]any {
	made := map[string]any{}
	for key := range of {
		made[key] = true
	}
	return made
}
