package main

import (
	"strings"
	"testing"
)

// signedTemplate asks the provider `stock` for each image.
const signedTemplate = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: signed}
spec:
  crd: {spec: {names: {kind: Signed}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package signed
        violation[{"msg": msg}] {
          images := [image | image := input.review.object.spec.containers[_].image]
          answer := external_data({"provider": "stock", "keys": images})
          msg := sprintf("%v %v %v", [answer.responses, answer.errors, answer.system_error])
        }
`

const signedAll = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: Signed
metadata: {name: all}
`

// takesFromStock replaces images by what the provider says.
const takesFromStock = `
apiVersion: mutations.gatekeeper.sh/v1
kind: Assign
metadata: {name: images}
spec:
  applyTo: [{groups: [""], kinds: [Pod], versions: [v1]}]
  location: "spec.containers[name:*].image"
  parameters:
    assign: {externalData: {provider: stock, dataSource: ValueAtLocation, failurePolicy: Fail}}
`

const image = "registry.example/app:1"

func TestAPolicyIsGivenTheAnswersThatTheWorldDeclares(t *testing.T) {
	e := newEngine()
	load(t, e, nil, signedTemplate, signedAll, stockProvider)
	for want, said := range map[string]any{
		`[["registry.example/app:1", "signed"]] [] `:           fields{"value": "signed"},
		`[] [["registry.example/app:1", "nobody knows it"]] `:  fields{"error": "nobody knows it"},
		`[["registry.example/app:1", {"by": ["a", "b"]}]] [] `: fields{"value": fields{"by": []string{"a", "b"}}},
	} {
		must[any](t, e, "world", fields{"as": "w", "externalData": fields{"stock": fields{image: said}}})
		got := judged(t, e, fields{"world": "w", "review": review(t, "CREATE", barePod)})
		if len(got.Violations) != 1 || got.Violations[0].Message != want {
			t.Errorf("got %+v, want %q", got, want)
		}
	}
}

func TestAnAnswerThatNobodyDeclaresIsAnErrorAndNothingIsSent(t *testing.T) {
	for name, texts := range map[string][]string{
		"a policy": {signedTemplate, signedAll, stockProvider}, "a mutator": {labelsTemplate, needsTeam, takesFromStock, stockProvider},
	} {
		e := newEngine()
		load(t, e, nil, texts...)
		must[any](t, e, "world", fields{"as": "other", "externalData": fields{"stock": fields{"registry.example/other:1": fields{"value": "signed"}}}})
		for _, asked := range []fields{{}, {"world": "other"}} {
			got := judged(t, e, with(asked, "review", review(t, "CREATE", barePod)))
			if got.Decision != failure || !strings.Contains(got.Errors[len(got.Errors)-1].Message, "`stock` was asked for `registry.example/app:1`") {
				t.Errorf("%s: got %+v", name, got)
			}
		}
	}
}

func TestAMutatorIsGivenTheAnswersThatTheWorldDeclares(t *testing.T) {
	e := newEngine()
	load(t, e, nil, takesFromStock, stockProvider)
	must[any](t, e, "world", fields{"as": "w", "externalData": fields{"stock": fields{image: fields{"value": "registry.example/app@sha256:1"}}}})
	got := judged(t, e, fields{"world": "w", "review": review(t, "CREATE", barePod)})
	same(t, "the image", containersOf(got.Object), []any{fields{"name": "app", "image": "registry.example/app@sha256:1"}})
	must[any](t, e, "world", fields{"as": "w", "externalData": fields{"stock": fields{image: fields{"error": "nobody knows it"}}}})
	got = judged(t, e, fields{"world": "w", "review": review(t, "CREATE", barePod)})
	if got.Decision != failure || len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Message, "nobody knows it") {
		t.Errorf("got %+v", got)
	}
}

func containersOf(object map[string]any) any {
	spec, _ := object["spec"].(map[string]any)
	return spec["containers"]
}
