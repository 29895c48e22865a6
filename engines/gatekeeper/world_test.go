package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestTheInventoryIsWhatTheWorldHasAndNothingThatWasThereBefore(t *testing.T) {
	e := newEngine()
	load(t, e, nil, stockTemplate, stockEmpty)
	answered := must[fields](t, e, "world", fields{"as": "stocked", "objects": []any{object(t, configMap), object(t, redNamespace)}})
	asked := fields{"review": review(t, "CREATE", barePod)}
	message := func(world string) string { return judged(t, e, with(asked, "world", world)).Violations[0].Message }
	stocked := `{"cluster": {"v1": {"Namespace": {"red": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"labels": {"colour": "red"}, "name": "red"}}}}}, ` +
		`"namespace": {"shop": {"v1": {"ConfigMap": {"settings": {"apiVersion": "v1", "data": {"colour": "red"}, "kind": "ConfigMap", ` +
		`"metadata": {"name": "settings", "namespace": "shop"}}}}}}}`
	var document any
	if err := json.Unmarshal([]byte(stocked), &document); err != nil {
		t.Fatal(err)
	}
	same(t, "the document", answered["inventory"], document)
	same(t, "with objects", message("stocked"), stocked)
	same(t, "without a world", judged(t, e, asked).Violations[0].Message, "{}")
	same(t, "with objects again", message("stocked"), stocked)
}

func TestWhatTheInventoryCannotHoldIsAProblemOfTheWorld(t *testing.T) {
	e := newEngine()
	read := must[struct {
		Problems []worldProblem `json:"problems"`
	}](t, e, "world", fields{"as": "w", "objects": []any{object(t, configMap), fields{"metadata": fields{"name": "x"}}, fields{"kind": "Pod"}},
		"namespaces": []any{fields{"apiVersion": "v1", "kind": "Namespace", "metadata": fields{"name": "n", "labels": 7}}}})
	if len(read.Problems) != 3 || len(e.worlds["w"].inventory.objects) != 1 {
		t.Errorf("got %+v", read)
	}
}

func TestANamespaceSelectorReadsTheNamespaceOfTheWorldOrABareOne(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, inRed)
	asked := fields{"review": review(t, "CREATE", inNamespace(barePod, "red"))}
	for world, body := range map[string]fields{
		"namespaces": {"namespaces": []any{object(t, redNamespace)}}, "objects": {"objects": []any{object(t, redNamespace)}},
	} {
		must[any](t, e, "world", with(body, "as", world))
		if got := judged(t, e, with(asked, "world", world)); got.Decision != deny {
			t.Errorf("%s: got %+v", world, got)
		}
	}
	if got := judged(t, e, asked); got.Decision != skip {
		t.Errorf("a bare Namespace: got %+v", got)
	}
	load(t, e, nil, labelsTemplate, strings.Replace(inRed, "colour: red", "kubernetes.io/metadata.name: red", 1))
	if got := judged(t, e, asked); got.Decision != deny {
		t.Errorf("the label of every Namespace: got %+v", got)
	}
	load(t, e, fields{"point": gatorPoint}, labelsTemplate, inRed)
	asked = fields{"object": object(t, inNamespace(barePod, "red"))}
	got := judged(t, e, asked)
	if len(got.Violations) != 1 || !strings.Contains(got.Violations[0].Message, "missing Namespace") {
		t.Errorf("gator without the Namespace: got %+v", got)
	}
	if got := judged(t, e, with(asked, "world", "objects")); got.Decision != deny || got.Violations[0].Message != "bare has no label red: add it" {
		t.Errorf("gator with it: got %+v", got)
	}
}

func TestRegoAndCelReadTheNamespaceOfTheRequest(t *testing.T) {
	colour := strings.Replace(labelsTemplate, "input.review.object.metadata.name, label", "input.review.namespaceObject.metadata.labels.colour, label", 1)
	cel := strings.NewReplacer(`"the Pod " + variables.anyObject.metadata.name`, "namespaceObject.metadata.labels.colour").Replace(hostTemplate)
	e := newEngine()
	load(t, e, nil, colour, needsTeam, cel, noHost)
	must[any](t, e, "world", fields{"as": "w", "namespaces": []any{object(t, redNamespace)}})
	got := judged(t, e, fields{"world": "w", "review": review(t, "CREATE", inNamespace(barePod, "red"))})
	if len(got.Violations) != 2 || !strings.HasPrefix(got.Violations[0].Message, "red ") || !strings.HasPrefix(got.Violations[1].Message, "red ") {
		t.Errorf("got %+v", got)
	}
}
