package main

import (
	"strings"
	"testing"
)

const library = `package lib

import data.deep

object_of(review) := object.get(review, ["request", "object"], {})

pattern({"review": review}) := review

resource := input

spec := resource.spec

chained := deep.request

lookup(doc, key) := doc[key]
`

// shapeCases: the body of a rule, and the shapes it reads.
var shapeCases = map[string]struct{ body, shapes string }{
	"nothing is read":                        {`true`, ""},
	"a request":                              {`input.request.object.spec.hostPID`, "admission"},
	"a review":                               {`input.review.object.spec`, "gatekeeper"},
	"parameters alone":                       {`input.parameters.allowed`, "gatekeeper"},
	"parameters beside a request":            {`input.request.name == input.parameters.name`, "admission"},
	"a field of the object":                  {`input.spec.hostPID`, "object"},
	"kind alone":                             {`input.kind == "Pod"`, "object"},
	"kind of an AdmissionReview":             {`input.kind == "AdmissionReview"; input.request.uid`, "admission"},
	"several shapes":                         {`input.request.uid; input.review.uid; input.spec`, "admission gatekeeper object"},
	"a key in brackets":                      {`input["request"].uid`, "admission"},
	"object.get with a key":                  {`object.get(input, "request", {}).uid`, "admission"},
	"object.get with a path":                 {`object.get(input, ["review", "object"], {}).kind`, "gatekeeper"},
	"object.get in object.get":               {`object.get(object.get(input, "request", {}), "spec", {}).x`, "admission"},
	"another name":                           {`doc := input; again := doc; again.request.uid`, "admission"},
	"the input as an argument":               {`lib.object_of(input).spec`, "admission"},
	"something in it as an argument":         {`lib.object_of(input.review)`, "gatekeeper"},
	"a pattern as an argument":               {`lib.pattern(input).kind`, "gatekeeper"},
	"a rule whose value is the input":        {`lib.resource.request.uid`, "admission"},
	"a rule of another package":              {`lib.spec.hostPID`, "object"},
	"through two packages":                   {`lib.chained`, "admission"},
	"in a comprehension":                     {`count([c | some c in input.request.object.spec.containers]) > 0`, "admission"},
	"in every":                               {`every c in input.review.object.spec.containers { c.ok }`, "gatekeeper"},
	"in not":                                 {`not input.request.object.metadata.labels.x`, "admission"},
	"in a nested call":                       {`count(split(lower(input.request.name), "-")) > 1`, "admission"},
	"as a whole, to a builtin":               {`json.marshal(input) == "x"`, "object"},
	"as a whole, beside a request":           {`walk(input, [_, "x"]); input.request`, "admission"},
	"a key that is only known when it runs":  {`some key in ["request"]; lib.lookup(input, key)`, "object"},
	"an input of its own":                    {`lib.spec with input as {"spec": input.request.object.spec}`, "admission"},
	"a rule that is not reached":             {`data.settings.review`, ""},
	"every rule of a package it looks up":    {`some name; data.deep[name]`, "admission"},
	"something called request of the object": {`input.spec.request`, "object"},
}

func TestShapesFollowTheInputWhereverItGoes(t *testing.T) {
	for name, c := range shapeCases {
		t.Run(name, func(t *testing.T) {
			policy := "package x\n\nimport data.lib\n\ndeny contains \"no\" if {\n\t" + c.body + "\n}\n\nunused if input.not_reached\n"
			found := must[inspected](t, newEngine(), "inspect", fields{"modules": []fields{
				file("x.rego", policy), file("lib.rego", library), file("deep.rego", "package deep\n\nrequest := input.request\n"),
			}})
			if got := strings.Join(found.Entrypoints[0].Shapes, " "); got != c.shapes {
				t.Errorf("got %q, want %q", got, c.shapes)
			}
		})
	}
}

func TestShapesSeeTheHeadAndTheElseOfARule(t *testing.T) {
	for text, want := range map[string]string{
		"deny contains input.request.uid":                                                "admission",
		"deny := input.review.uid":                                                       "gatekeeper",
		"deny if {\n\tfalse\n} else := input.request.uid if true":                        "admission",
		"deny := x if {\n\tx := input\n}":                                                "object",
		"f(i) if g(i, i.request)\n\ng(a, b) if a.spec.x == b.spec.x\n\ndeny if f(input)": "admission object",
		"default deny := false\n\ndeny if data.x.other\n\nother if input.spec":           "object",
	} {
		found := must[inspected](t, newEngine(), "inspect", fields{"modules": []fields{file("x.rego", "package x\n\n"+text+"\n")}})
		if len(found.Entrypoints) != 1 {
			t.Fatalf("%q: %d entrypoints", text, len(found.Entrypoints))
		}
		if got := strings.Join(found.Entrypoints[0].Shapes, " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
