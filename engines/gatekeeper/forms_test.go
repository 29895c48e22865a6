package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

type formsAnswer struct {
	Templates []struct {
		Kind       string         `json:"kind"`
		Name       string         `json:"name"`
		Line       int            `json:"line"`
		Engines    []string       `json:"engines"`
		Rego       *regoForm      `json:"rego"`
		Parameters map[string]any `json:"parameters"`
		CRD        map[string]any `json:"crd"`
		VAP        map[string]any `json:"vap"`
	} `json:"templates"`
	Constraints []constraintForms `json:"constraints"`
	Problems    []problem         `json:"problems"`
}

func TestTheRegoOfATemplateIsWhatItIsWrittenAs(t *testing.T) {
	got := must[formsAnswer](t, newEngine(), "forms", fields{"sources": sources(labelsTemplate, needsTeam, stockTemplate, hostTemplate)})
	form := got.Templates[0].Rego
	same(t, "modules", []any{form.Modules[0].Path, form.Modules[0].Line, form.Modules[1].Path, form.Modules[1].Line},
		[]any{"policies.yaml#needslabels.rego", 22, "policies.yaml#needslabels.lib0.rego", 31})
	same(t, "the entrypoint", []any{form.V0, form.Package, form.Entrypoint}, []any{false, "needslabels", "needslabels/violation"})
	if stock := got.Templates[1].Rego; !stock.V0 || stock.Entrypoint != "stock/violation" || len(stock.Modules) != 1 {
		t.Errorf("got %+v", stock)
	}
	if got.Templates[2].Rego != nil {
		t.Errorf("CEL has no Rego: %+v", got.Templates[2])
	}
	options := []func(*rego.Rego){rego.Query("data.needslabels.violation"), rego.SetRegoVersion(ast.RegoV1),
		rego.Input(fields{"review": fields{"object": fields{"metadata": fields{"name": "x"}}}, "parameters": got.Constraints[0].Parameters})}
	for _, module := range form.Modules {
		options = append(options, rego.Module(module.Path, module.Text))
	}
	values, err := rego.New(options...).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "what OPA makes of it", values[0].Expressions[0].Value, []any{fields{"details": fields{"label": "team"}, "msg": "x has no label team: add it"}})
}

func TestTheSchemaAndTheDefinitionAreThoseOfGatekeeper(t *testing.T) {
	got := must[formsAnswer](t, newEngine(), "forms", fields{"sources": sources(labelsTemplate, hostTemplate)})
	same(t, "parameters", got.Templates[0].Parameters, fields{"type": "object", "properties": fields{
		"labels": fields{"type": "array", "items": fields{"type": "string"}}, "hint": fields{"type": "string", "default": "add it"}}})
	if got.Templates[1].Parameters != nil {
		t.Errorf("there is no schema: %v", got.Templates[1].Parameters)
	}
	definition := got.Templates[0].CRD
	same(t, "the definition", []any{definition["apiVersion"], definition["kind"], definition["metadata"].(fields)["name"], definition["status"]},
		[]any{"apiextensions.k8s.io/v1", "CustomResourceDefinition", "needslabels.constraints.gatekeeper.sh", nil})
}

func TestATemplateInCelIsAnAdmissionPolicyAndItsConstraintsAreBindings(t *testing.T) {
	everywhere := strings.Replace(excludesSystem, "sys*", "sys", 1)
	got := must[formsAnswer](t, newEngine(), "forms", fields{"sources": sources(labelsTemplate, needsTeam, hostTemplate, noHost, scopedHost, everywhere)})
	policy := got.Templates[1].VAP
	spec := policy["spec"].(fields)
	same(t, "the policy", []any{policy["apiVersion"], policy["kind"], policy["metadata"], spec["paramKind"]}, []any{
		"admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", fields{"name": "gatekeeper-nohostnetwork"},
		fields{"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": "NoHostNetwork"}})
	rule := spec["matchConstraints"].(fields)["resourceRules"].([]any)[0].(fields)
	same(t, "operations", rule["operations"], []string{"CREATE", "UPDATE"})
	if resources := rule["resources"].([]any); !slices.Contains(resources, any("pods/ephemeralcontainers")) || slices.Contains(resources, any("pods/status")) {
		t.Errorf("resources are not those that the webhook is sent: %v", resources)
	}
	conditions := []any{}
	for _, condition := range spec["matchConditions"].([]any) {
		conditions = append(conditions, strings.TrimPrefix(condition.(fields)["name"].(string), "gatekeeper_internal_match_"))
	}
	same(t, "conditions", conditions, []string{"excluded_namespaces", "namespaces", "name", "kinds", "global_excluded_namespaces"})
	actions := map[string]any{}
	for _, constraint := range got.Constraints {
		actions[constraint.Kind+"/"+constraint.Name] = nil
		if constraint.Binding != nil {
			actions[constraint.Kind+"/"+constraint.Name] = constraint.Binding["spec"].(fields)["validationActions"]
		}
	}
	same(t, "actions", actions, fields{"NeedsLabels/team": nil, "NoHostNetwork/pods": []string{"Deny"}, "NoHostNetwork/scoped": []string{"Audit"}})
}

func TestAConstraintIsAsItIsStored(t *testing.T) {
	got := must[formsAnswer](t, newEngine(), "forms", fields{"sources": sources(labelsTemplate, needsTeam)})
	same(t, "the Constraint", got.Constraints[0].Object["spec"], fields{
		"enforcementAction": "deny", "match": fields{"kinds": []any{fields{"apiGroups": []string{""}, "kinds": []string{"Pod"}}}},
		"parameters": fields{"labels": []string{"team"}, "hint": "add it"}})
	same(t, "what it matches", got.Constraints[0].Match.Kinds, []any{fields{"apiGroups": []string{""}, "kinds": []string{"Pod"}}})
}

func TestWhatIsRefusedHasNoForms(t *testing.T) {
	got := must[formsAnswer](t, newEngine(), "forms", fields{"sources": sources(strings.Replace(labelsTemplate, "sprintf", "sprinft", 1), needsTeam, hostTemplate)})
	if len(got.Templates) != 1 || len(got.Constraints) != 0 || len(got.Problems) != 2 {
		t.Errorf("got %+v", got)
	}
}
