package main

import (
	"strings"
	"testing"
)

const addsSidecar = `
apiVersion: mutations.gatekeeper.sh/v1
kind: Assign
metadata: {name: host}
spec:
  applyTo: [{groups: [""], kinds: [Pod], versions: [v1]}]
  location: spec.hostNetwork
  parameters: {assign: {value: false}}
`

const movesImages = `
apiVersion: mutations.gatekeeper.sh/v1alpha1
kind: AssignImage
metadata: {name: mirror}
spec:
  applyTo: [{groups: [""], kinds: [Pod], versions: [v1]}]
  location: "spec.containers[name:*].image"
  parameters: {assignDomain: mirror.example}
`

const addsArgument = `
apiVersion: mutations.gatekeeper.sh/v1
kind: ModifySet
metadata: {name: arguments}
spec:
  applyTo: [{groups: [""], kinds: [Pod], versions: [v1]}]
  location: "spec.containers[name:*].args"
  parameters: {operation: merge, values: {fromList: [--quiet]}}
`

func TestEachKindOfMutatorChangesTheObjectBeforeItIsJudged(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, hostTemplate, warnsOfTier, noHost, addsSidecar, movesImages, addsArgument, addsTier)
	mutated := fields{
		"apiVersion": "v1", "kind": "Pod", "metadata": fields{"name": "bare", "namespace": "shop", "labels": fields{"tier": "shelf"}},
		"spec": fields{"hostNetwork": false, "containers": []any{fields{"name": "app", "image": "mirror.example/app:1", "args": []string{"--quiet"}}}},
	}
	want := newVerdict()
	want.Object = mutated
	same(t, "a review", judged(t, e, fields{"review": review(t, "CREATE", barePod)}), want)
	same(t, "a file", judged(t, e, fields{"object": object(t, barePod)}), want)
}

func TestWhatIsDeletedOrExcludedOrLeftAsItIsHasNoObject(t *testing.T) {
	e := newEngine()
	load(t, e, nil, hostTemplate, noHost, addsSidecar, strings.Replace(excludesSystem, `"*"`, "mutation-webhook", 1), sendsAll)
	for name, asked := range map[string]string{
		"deleted": review(t, "DELETE", barePod), "excluded": review(t, "CREATE", inNamespace(barePod, "system")),
	} {
		if got := judged(t, e, fields{"review": asked}); got.Object != nil || got.Decision != deny {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if got := judged(t, e, fields{"review": review(t, "CREATE", configMap)}); got.Object != nil || got.Decision != skip {
		t.Errorf("left alone: got %+v", got)
	}
}

func TestMutatorsThatContradictEachOtherAreAProblem(t *testing.T) {
	other := strings.NewReplacer("name: arguments", "name: other", "[name:*].args", ".args").Replace(addsArgument)
	read := must[policiesAnswer](t, newEngine(), "policies", fields{"as": "p", "sources": sources(addsArgument, other)})
	if len(read.Problems) != 1 || !strings.Contains(read.Problems[0].Message, "conflict") {
		t.Errorf("got %+v", read)
	}
}

func TestMutatorsAloneAllowWhatTheyChange(t *testing.T) {
	e := newEngine()
	load(t, e, nil, addsSidecar)
	if got := judged(t, e, fields{"review": review(t, "CREATE", barePod)}); got.Decision != allow || got.Object == nil {
		t.Errorf("got %+v", got)
	}
	got := judged(t, e, fields{"review": review(t, "CREATE", configMap)})
	if got.Decision != skip || got.Skipped != "no mutator changes the object, and there is no Constraint" {
		t.Errorf("got %+v", got)
	}
	load(t, e, nil, addsSidecar, labelsTemplate, strings.Replace(needsTeam, "kinds: [Pod]", "kinds: [Service]", 1))
	if got := judged(t, e, fields{"review": review(t, "CREATE", barePod)}); got.Decision != skip || got.Object == nil {
		t.Errorf("got %+v", got)
	}
}

func TestAMutatedObjectIsWhatAMatchGivesToRego(t *testing.T) {
	e := newEngine()
	load(t, e, nil, hostTemplate, noHost, addsSidecar, strings.Replace(excludesSystem, `"*"`, "webhook", 1))
	for name, text := range map[string]string{"a Pod": barePod, "a Pod that only mutators see": inNamespace(barePod, "system")} {
		got := must[matches](t, e, "match", fields{"policies": "p", "review": review(t, "CREATE", text)})
		given := got.Input.Review["object"].(fields)["spec"].(fields)["hostNetwork"]
		if given != false || got.Object == nil || (got.Skipped == "") != (text == barePod) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}
