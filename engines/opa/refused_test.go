package main

import (
	"fmt"
	"strings"
	"testing"

	"assay.dev/engines/wire/impure"
	"github.com/open-policy-agent/opa/v1/ast"
)

func TestEveryBuiltinThatOpaCallsNondeterministicIsRefused(t *testing.T) {
	for _, builtin := range ast.CapabilitiesForThisVersion().Builtins {
		schema := builtin.Name == "json.match_schema" || builtin.Name == "json.verify_schema"
		if _, no := impure.Builtins[builtin.Name]; builtin.Nondeterministic && !no && !schema {
			t.Errorf("`%s` is let through", builtin.Name)
		}
	}
}

func TestEveryRefusedBuiltinIsOneOfOpa(t *testing.T) {
	for name := range impure.Builtins {
		if ast.BuiltinMap[name] == nil {
			t.Errorf("OPA has no `%s`", name)
		}
	}
}

func TestARefusedBuiltinIsADiagnosticWithItsPlaceAndReason(t *testing.T) {
	for name, reason := range impure.Builtins {
		args := strings.TrimSuffix(strings.Repeat("input.x, ", ast.BuiltinMap[name].Decl.Arity()), ", ")
		module := file("x.rego", fmt.Sprintf("package x\n\ndeny contains y if {\n\ty := [%s(%s)]\n}\n", name, args))
		found := checkPlaces(t, fields{"modules": []fields{module}})
		if len(found) != 1 || found[0].Code != "refused_builtin" || found[0].Path != "x.rego" || found[0].Row != 4 || found[0].Col != 8 {
			t.Fatalf("%s: %v", name, found)
		}
		if !strings.Contains(found[0].Message, "`"+name+"`") || !strings.Contains(found[0].Message, reason) {
			t.Errorf("%s: the message is %q", name, found[0].Message)
		}
		body := fields{"modules": []fields{module}, "entrypoints": []string{"x/deny"}}
		same(t, "compile", fails(t, "compile", body, "bad-input").Details.Diagnostics, found)
		body["as"] = "p"
		same(t, "prepare", fails(t, "prepare", body, "bad-input").Details.Diagnostics, found)
		same(t, "test", fails(t, "test", fields{"modules": []fields{module}}, "bad-input").Details.Diagnostics, found)
		fails(t, "builtin", fields{"name": name, "args": []string{}}, "bad-input")
	}
}

func TestARefusedBuiltinCannotComeInThroughWith(t *testing.T) {
	for with, column := range map[string]int{"with count as http.send": 45, "with http.send as 1": 36, "with time.now_ns as 1": 36} {
		module := file("x.rego", "package x\n\ndeny contains \"no\" if input.x "+with+"\n")
		found := checkPlaces(t, fields{"modules": []fields{module}})
		if len(found) != 1 || found[0].Code != "refused_builtin" || found[0].Row != 3 || found[0].Col != column {
			t.Errorf("`%s`: %v", with, found)
		}
	}
}

func TestAUsersOwnFunctionMayHaveARefusedName(t *testing.T) {
	same(t, "diagnostics", checkPlaces(t, fields{"modules": []fields{
		file("x.rego", "package x\n\nimport data.http\n\np := http.send(1)\n"),
		file("http.rego", "package http\n\nsend(x) := x\n"),
	}}), []diagnostic{})
}

func TestASchemaCannotReachTheNetwork(t *testing.T) {
	failed := fails(t, "builtin", fields{"name": "json.match_schema", "args": []string{`{}`, `{"$ref": "http://host.invalid/x.json"}`}}, "bad-input")
	if !strings.Contains(failed.Message, "remote reference loading disabled") {
		t.Errorf("got %q", failed.Message)
	}
}
