package mutants

import (
	"strings"
	"testing"
)

// forms are ways to write the same expression, `has(object.a) == true`.
var forms = map[string]string{
	"plain":          "expression: has(object.a) == true",
	"double quoted":  `expression: "has(object.a) == true"`,
	"single quoted":  "expression: 'has(object.a) == true'",
	"bar":            "expression: |-\n  has(object.a) ==\n  true",
	"bar, indented":  "expression: |2-\n     has(object.a) ==\n  true",
	"folded":         "expression: >-\n  has(object.a)\n  == true",
	"in two lines":   "expression: has(object.a)\n  == true",
	"escaped":        `expression: "has(object.\u0061) == true"`,
	"with an anchor": "expression: &e has(object.a) == true",
}

func TestEveryWayToWriteAnExpressionIsMutated(t *testing.T) {
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			text := policy("validations:\n" + indented("- message: m\n"+indented(form, 2)+"\n", 2))
			expect(t, at(ask(t, text), "spec.validations[0].expression"),
				"comparison: == -> !=", "guard: has(object.a) -> true", "boolean: true -> false")
		})
	}
}

func TestWhatBecomesAnotherThingInYAMLIsQuoted(t *testing.T) {
	text := policy("validations:\n  - message: m\n    expression: request.dryRun\n")
	if got := ask(t, text)[0].Text; !strings.Contains(got, `expression: "!request.dryRun"`) {
		t.Errorf("got %s", got)
	}
}

func TestAPolicyInJSONAndOneInAListAreMutated(t *testing.T) {
	const validating = `{"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "p"}, "spec":
  {"matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}]},
   "validations": [{"expression": "1 < 2", "message": "m"}]}}`
	const bound = `{"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "b"},
  "spec": {"policyName": "p", "validationActions": ["Deny"]}}`
	for name, text := range map[string]string{
		"documents": validating + "\n---\n" + bound + "\n",
		"values":    validating + "\n" + bound + "\n",
		"a list":    `{"apiVersion": "v1", "kind": "List", "items": [` + validating + ", " + bound + "]}",
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, at(ask(t, text), "spec.validations[0].expression"),
				"comparison: < -> <=", "comparison: < -> >=", "number: 1 -> 2", "number: 1 -> 0", "number: 2 -> 3", "number: 2 -> 1", "number: 2 -> 0")
			if got := slips(ask(t, text)); len(got) != 3 || !strings.HasPrefix(got[0], "spec.failurePolicy") {
				t.Errorf("got %s", got)
			}
		})
	}
}
