package cel

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/world"
	"assay.dev/engines/manifest/source"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiserver/pkg/admission"
)

const nested = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  variables:
    - {name: few, expression: "['a', 'b', 'c'].map(x, x + object.metadata.name)"}
    - {name: many, expression: "variables.few.map(x, variables.few.map(y, x + y).join(''))"}
    - {name: said, expression: "object.metadata.name == 'x' ? variables.many.join(' ') : variables.few.join(' ')"}
  validations:
    - {expression: "variables.many.all(x, x != 'none')", messageExpression: variables.said}
    - {expression: "size(variables.few) == 4", messageExpression: "variables.said + variables.said"}
    - {expression: "has(variables.few) && 'a' in variables.many"}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: p}
spec: {policyName: p, validationActions: [Deny]}
`

// costing judges a pod by policies.
type costing struct {
	t          *testing.T
	attributes *admission.VersionedAttributes
}

func newCosting(t *testing.T) costing {
	t.Helper()
	pod := json.RawMessage(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"b"}]}}`)
	admitted, err := admit.Admit(t.Context(), world.Empty(), &admit.Request{Operation: "CREATE", Object: pod}, admit.Options{Validate: true})
	if err != nil {
		t.Fatal(err)
	}
	attributes, err := admission.NewVersionedAttributes(admitted.Attributes, admitted.Attributes.GetKind(), admitted.Interfaces)
	if err != nil {
		t.Fatal(err)
	}
	return costing{t, attributes}
}

func (c costing) judge(ctx context.Context, policies *Policies, budget int64) string {
	c.t.Helper()
	result := policies.validating[0].program.Validate(ctx, corev1.SchemeGroupVersion.WithResource("pods"), c.attributes, nil, nil, budget, nil)
	var said []string
	for _, each := range result.Decisions {
		said = append(said, fmt.Sprint(each.Evaluation, each.Message))
	}
	return strings.Join(said, "\n")
}

// costs is the budget that policies need, and what they say with it.
func (c costing) costs(ctx context.Context, policies *Policies) (int, string) {
	c.t.Helper()
	said := c.judge(ctx, policies, 1<<20)
	return sort.Search(1<<20, func(budget int) bool { return c.judge(ctx, policies, int64(budget)) == said }), said
}

func TestWhatPoliciesShareCostsEachAsMuchAsItsOwn(t *testing.T) {
	c := newCosting(t)
	policies, _, problems := Parse([]source.Source{{Path: "p.yaml", Text: nested}}, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	bench, err := NewBench(policies, &policies.All()[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx := Sharing(t.Context())
	for at, each := range bench.Expressions {
		for _, with := range [][2]string{{"'a'", "'d'"}, {"variables.many", "variables.few"}, {"4", "3"}, {"has(variables.few)", "true"}} {
			text := strings.Replace(each.Text, with[0], with[1], 1)
			made, fate := bench.With(at, text)
			if fate != Taken || text == each.Text {
				continue
			}
			fresh, _, _ := Parse([]source.Source{{Path: "p.yaml", Text: strings.Replace(nested, each.Text, text, 1)}}, nil)
			want, wantSaid := c.costs(t.Context(), fresh)
			got, said := c.costs(ctx, made)
			if got != want || said != wantSaid {
				t.Errorf("%s: `%s` costs %d and says\n%s\nwant %d and\n%s", each.Field, text, got, said, want, wantSaid)
			}
		}
	}
	if len(sharingOf(ctx).given) == 0 {
		t.Error("nothing is shared")
	}
}

func TestWhatMayReadVariablesInAnyWayIsNotShared(t *testing.T) {
	policies, _, _ := Parse([]source.Source{{Path: "p.yaml", Text: nested}}, nil)
	list := policies.validating[0].policy.Spec.Variables
	for text, want := range map[string][]string{
		"object.x": {}, "variables.few.size()": {"few"}, "variables.said == variables.other": {"few", "many", "said"},
		"variables['few']": nil, "variables .few": nil, "variables.?few": nil, "[variables]": nil, "variables.`few`": nil, "variables.few + variables['a']": nil,
	} {
		used := usedBy(text, list)
		if (want == nil) != (used == nil) || used != nil && fmt.Sprint(sortedKeys(used.variables)) != fmt.Sprint(want) {
			t.Errorf("%s uses %v, want %v", text, used, want)
		}
	}
}
