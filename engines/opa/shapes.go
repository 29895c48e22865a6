package main

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// shapes names the forms of input that a rule can read: "admission" (an AdmissionReview: `input.request`), "gatekeeper"
// (`input.review`), "object" (anything else). It is empty where the rule reads no input.
//
// What several shapes have in common decides nothing where something else decides: `input.parameters` stands beside both a
// request and a review, and an AdmissionReview has `apiVersion` and `kind` as every object has.
func shapes(compiler *ast.Compiler, rule ast.Ref) []string {
	reach := newReach(compiler)
	reach.document(rule)
	reach.whole = reach.whole || slices.ContainsFunc(reach.rules(rule), reach.givesInput)
	found := map[string]bool{}
	for key := range reach.keys {
		switch key {
		case "request":
			found["admission"] = true
		case "review":
			found["gatekeeper"] = true
		case "parameters", "apiVersion", "kind":
		default:
			found["object"] = true
		}
	}
	if reach.keys["parameters"] && !found["admission"] {
		found["gatekeeper"] = true
	}
	if len(found) == 0 && (reach.keys["apiVersion"] || reach.keys["kind"] || reach.whole) {
		found["object"] = true
	}
	return slices.AppendSeq([]string{}, slices.Values(slices.Sorted(maps.Keys(found))))
}
