package main

import (
	"encoding/json"
	"slices"
	"testing"
)

const readLibrary = `package lib

containers contains c if some c in input.request.object.spec.containers
containers contains c if some c in input.request.object.spec.initContainers
get(value, path, otherwise) := object.get(value, path, otherwise)
unused := input.request.object.spec.hostIPC
`

const readPolicy = `package p

import data.lib

levels := {"baseline": 1, "restricted": 2}

deny contains msg if {
	some c in lib.containers
	lib.get(c, ["securityContext", "privileged"], false) == true
	msg := "privileged"
}

deny contains "image" if {
	some i
	image := input.request.object.spec.containers[i].image
	not regex.match(` + "`@sha256:[a-f0-9]{64}$`" + `, image)
	count(image) > 12
	levels[data.settings.level] > 1
}

deny contains "port" if lib.containers[_].ports[_].hostPort < 1024
`

func readsOf(t *testing.T) read {
	t.Helper()
	body, err := json.Marshal(map[string]any{
		"modules":     []map[string]string{{"path": "p.rego", "text": readPolicy}, {"path": "lib.rego", "text": readLibrary}},
		"data":        map[string]any{"settings": map[string]any{"level": "restricted", "most": 7}},
		"entrypoints": []string{"p/deny"},
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := reads(body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.(read)
}

func TestReadsNameTheFieldsThatRulesFollow(t *testing.T) {
	got := readsOf(t).Chains
	for _, want := range [][]string{
		{"spec", "containers", "*"}, {"spec", "initContainers", "*"}, {"spec", "containers", "*", "image"}, {"securityContext", "privileged"},
		{"ports", "*", "hostPort"},
	} {
		if !slices.ContainsFunc(got, func(chain []string) bool { return slices.Equal(chain, want) }) {
			t.Errorf("%v is missing in %v", want, got)
		}
	}
	if slices.ContainsFunc(got, func(chain []string) bool { return slices.Contains(chain, "hostIPC") }) {
		t.Errorf("a rule that nothing reaches is read: %v", got)
	}
}

func TestReadsKeepWhatIsComparedWith(t *testing.T) {
	got := readsOf(t)
	for _, want := range []string{"baseline", "restricted", "image", "level"} {
		if !slices.Contains(got.Strings, want) {
			t.Errorf("%q is missing in %q", want, got.Strings)
		}
	}
	for _, want := range []json.Number{"12", "1", "2", "7"} {
		if !slices.Contains(got.Numbers, want) {
			t.Errorf("%v is missing in %v", want, got.Numbers)
		}
	}
	if want := []string{`@sha256:[a-f0-9]{64}$`}; !slices.Equal(got.Patterns, want) {
		t.Errorf("patterns %q, want %q", got.Patterns, want)
	}
}
