package main

import (
	"encoding/json"
	"strings"
	"testing"

	"assay.dev/engines/manifest"
)

// labelsTemplate asks for labels, in Rego.
const labelsTemplate = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: needslabels}
spec:
  crd:
    spec:
      names: {kind: NeedsLabels}
      validation:
        openAPIV3Schema:
          type: object
          properties:
            labels: {type: array, items: {type: string}}
            hint: {type: string, default: add it}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: Rego
          source:
            version: v1
            rego: |
              package needslabels
              import data.lib.names
              violation contains {"msg": msg, "details": {"label": label}} if {
                some label in input.parameters.labels
                not names.own(input.review.object)[label]
                msg := sprintf("%s has no label %s: %s", [input.review.object.metadata.name, label, input.parameters.hint])
              }
            libs:
              - |
                package lib.names
                own(object) := object.metadata.labels
                own(object) := {} if not object.metadata.labels
`

// hostTemplate keeps Pods off the host's network, in CEL.
const hostTemplate = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: nohostnetwork}
spec:
  crd: {spec: {names: {kind: NoHostNetwork}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: K8sNativeValidation
          source:
            variables:
              - {name: own, expression: 'has(variables.anyObject.spec.hostNetwork) && variables.anyObject.spec.hostNetwork'}
            validations:
              - expression: '!variables.own'
                messageExpression: '"the Pod " + variables.anyObject.metadata.name + " is on the network of its host"'
`

const needsTeam = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabels
metadata: {name: team}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
  parameters: {labels: [team]}
`

const noHost = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NoHostNetwork
metadata: {name: pods}
spec: {match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}}
`

const barePod = `
apiVersion: v1
kind: Pod
metadata: {name: bare, namespace: shop}
spec: {hostNetwork: true, containers: [{name: app, image: registry.example/app:1}]}
`

const goodPod = `
apiVersion: v1
kind: Pod
metadata: {name: good, namespace: shop, labels: {team: red}}
spec: {containers: [{name: app, image: registry.example/app:1}]}
`

// object reads one YAML document.
func object(t testing.TB, text string) json.RawMessage {
	t.Helper()
	read, err := manifest.JSON(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// sources are one file with all texts in it.
func sources(texts ...string) []fields {
	return []fields{{"path": "policies.yaml", "text": strings.Join(texts, "\n---\n")}}
}

// review is the AdmissionReview of an object, which is the old one as well for UPDATE, and the old one alone for DELETE.
func review(t testing.TB, operation, text string) string {
	t.Helper()
	raw := object(t, text)
	var meta struct {
		Kind     string `json:"kind"`
		Metadata struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(raw, &meta); err != nil {
		t.Fatal(err)
	}
	request := fields{
		"uid": "u", "operation": operation, "name": meta.Metadata.Name, "namespace": meta.Metadata.Namespace, "userInfo": fields{"username": "dev"},
		"kind":     fields{"group": "", "version": "v1", "kind": meta.Kind},
		"resource": fields{"group": "", "version": "v1", "resource": strings.ToLower(meta.Kind) + "s"},
	}
	if operation != "DELETE" {
		request["object"] = raw
	}
	if operation != "CREATE" {
		request["oldObject"] = raw
	}
	whole, err := json.Marshal(fields{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request})
	if err != nil {
		t.Fatal(err)
	}
	return string(whole)
}

type policiesAnswer struct {
	Policies []struct {
		Name string `json:"name"`
		Kind string `json:"kind"`
		Line int    `json:"line"`
	} `json:"policies"`
	Problems []struct {
		Path    string `json:"path"`
		Line    int    `json:"line"`
		Message string `json:"message"`
		Code    string `json:"code"`
	} `json:"problems"`
}

// load takes policies that have no problem, as `p`.
func load(t testing.TB, e *engine, more fields, texts ...string) {
	t.Helper()
	body := fields{"as": "p", "sources": sources(texts...)}
	for key, value := range more {
		body[key] = value
	}
	if read := must[policiesAnswer](t, e, "policies", body); len(read.Problems) > 0 {
		t.Fatalf("problems: %+v", read.Problems)
	}
}

// judged asks for a verdict of the policies `p`.
func judged(t testing.TB, e *engine, body fields) *verdict {
	t.Helper()
	asked := fields{"policies": "p"}
	for key, value := range body {
		asked[key] = value
	}
	return must[struct {
		Verdict *verdict `json:"verdict"`
	}](t, e, "judge", asked).Verdict
}

// same compares what two values are as JSON.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	g, _ := json.MarshalIndent(got, "", " ")
	w, _ := json.MarshalIndent(want, "", " ")
	if string(g) != string(w) {
		t.Errorf("%s: got %s\nwant %s", what, g, w)
	}
}
