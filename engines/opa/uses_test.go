package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const usingPolicy = `package p

import data.lib

# METADATA
# title: No port of the node
deny contains msg if {
	some port in lib.ports
	port.hostPort < data.limits.lowest
	msg := sprintf("port %d", [port.hostPort])
}
`

const usedLibrary = `package lib

ports contains port if some port in containers[_].ports

containers := input.request.object.spec.containers if data.lib.kinds.is_pod

unused if some x in data.names
`

const usedKinds = `package lib.kinds

is_pod if input.request.kind.kind == "Pod"

else := false
`

// usesOf asks for `p.rego` among modules, path to text.
func usesOf(t *testing.T, modules map[string]string, entrypoints ...string) *used {
	t.Helper()
	found, _ := usesAmong(t, modules, entrypoints)
	return found
}

func usesAmong(t *testing.T, modules map[string]string, entrypoints []string) (*used, []diagnostic) {
	t.Helper()
	list := []map[string]string{}
	for path, text := range modules {
		list = append(list, map[string]string{"path": path, "text": text})
	}
	body, err := json.Marshal(map[string]any{
		"modules": list,
		"asked":   []map[string]any{{"paths": []string{"p.rego"}, "entrypoints": entrypoints}},
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := uses(body)
	if err != nil {
		t.Fatal(err)
	}
	told := answer.(map[string]any)
	return told["uses"].([]*used)[0], told["diagnostics"].([]diagnostic)
}

func usingModules() map[string]string {
	return map[string]string{"p.rego": usingPolicy, "lib.rego": usedLibrary, "kinds.rego": usedKinds, "other.rego": "package other\n\nx := data.p.deny"}
}

func TestUsesNameTheModulesAndTheDataThatRulesReach(t *testing.T) {
	got := usesOf(t, usingModules())
	same(t, "modules", got.Modules, []string{"kinds.rego", "lib.rego", "p.rego"})
	same(t, "data", got.Data, [][]string{{"limits", "lowest"}})
	same(t, "needs", got.Needs, []string{"kinds.rego", "lib.rego", "p.rego"})
	more := usingModules()
	more["kinds.rego"] += "\nunused if data.deep.x\n"
	more["deep.rego"] = "package deep\n\nx := 1"
	got = usesOf(t, more)
	same(t, "modules beside a rule that is not reached", got.Modules, []string{"kinds.rego", "lib.rego", "p.rego"})
	same(t, "needs of a rule that is not reached", got.Needs, []string{"deep.rego", "kinds.rego", "lib.rego", "p.rego"})
	withOther := usesOf(t, usingModules(), "other/x")
	same(t, "modules with an entrypoint elsewhere", withOther.Modules, []string{"kinds.rego", "lib.rego", "other.rego", "p.rego"})
}

func TestUsesAreOtherOnesWhereARuleThatIsReachedIsAnotherOne(t *testing.T) {
	before := usesOf(t, usingModules()).Rules
	for name, change := range map[string]struct {
		path, old, new string
		isOther        bool
	}{
		"a condition":                 {"p.rego", "<", "<=", true},
		"a message":                   {"p.rego", "port %d", "the port %d", true},
		"a rule of the library":       {"lib.rego", "containers[_].ports", "containers[0].ports", true},
		"a rule behind it":            {"kinds.rego", `"Pod"`, `"Job"`, true},
		"an else":                     {"kinds.rego", "false", "true", true},
		"one more rule of that name":  {"lib.rego", "unused if", "ports contains 1 if", true},
		"an import":                   {"p.rego", "import data.lib", "import data.other as lib", true},
		"a rule that none uses":       {"lib.rego", "data.names", "data.names.all", false},
		"the place of rules":          {"lib.rego", "package lib\n", "package lib\n\nmore := [x | some x in data.names]\n", false},
		"METADATA":                    {"p.rego", "No port", "Not one port", false},
		"the name of a variable":      {"lib.rego", "contains port if some port in", "contains each if some each in", false},
		"a module that none needs":    {"other.rego", "x :=", "y :=", false},
		"a new rule of its own":       {"p.rego", "# METADATA", "deny contains \"never\" if false\n\n# METADATA", true},
		"a dot for what is in quotes": {"p.rego", "data.limits.lowest", `data["limits"].lowest`, false},
	} {
		modules := usingModules()
		modules[change.path] = strings.Replace(modules[change.path], change.old, change.new, 1)
		if got := usesOf(t, modules).Rules; (got != before) != change.isOther {
			t.Errorf("%s: is another one: %v, want %v", name, got != before, change.isOther)
		}
	}
}

func TestUsesFollowWhatMayBeMeant(t *testing.T) {
	for name, change := range map[string]struct {
		condition string
		modules   []string
		data      [][]string
	}{
		"a package that is looked through": {"data.lib[_].is_pod", []string{"kinds.rego", "lib.rego", "p.rego"}, [][]string{{"lib"}, {"names"}}},
		"a package that is handed on":      {"count(data.lib.kinds) > 0", []string{"kinds.rego", "p.rego"}, [][]string{{"lib", "kinds"}}},
		"a rule that is replaced":          {"input.x with data.lib.kinds.is_pod as true", []string{"kinds.rego", "p.rego"}, [][]string{}},
		"whatever has the name":            {"data[input.x].ports", []string{"kinds.rego", "lib.rego", "p.rego"}, [][]string{{}}},
		"an item of a list":                {"data.list[0].name == 1", []string{"p.rego"}, [][]string{{"list"}}},
	} {
		modules := usingModules()
		modules["p.rego"] = "package p\n\ndeny contains 1 if " + change.condition + "\n"
		got := usesOf(t, modules)
		same(t, "modules of "+name, got.Modules, change.modules)
		same(t, "data of "+name, got.Data, change.data)
	}
}

func TestUsesAreKnownOfWhatNeedsNoBrokenModule(t *testing.T) {
	before := usesOf(t, usingModules())
	for name, broken := range map[string]struct {
		path, text string
		isKnown    bool
	}{
		"a module that is not needed does not parse":       {"other.rego", "# Other.\n\npackage other\n\nx if", true},
		"a module that is not needed does not compile":     {"other.rego", "package other\n\nx if y", true},
		"its own module does not parse":                    {"p.rego", "package p\n\nx if", false},
		"a module that it needs does not parse":            {"kinds.rego", "package lib.kinds\n\nx if", false},
		"a module that it needs does not compile":          {"lib.rego", usedLibrary + "\nx if y\n", false},
		"one more module of a package that it needs":       {"more.rego", "package lib\n\nx if", false},
		"a module whose package cannot be told":            {"other.rego", "x if", false},
		"only rules that it does not reach need the other": {"lib.rego", usedLibrary + "\nx if data.broken.y(1)\n", false},
	} {
		modules := usingModules()
		modules[broken.path] = broken.text
		if broken.path == "lib.rego" {
			modules["broken.rego"] = "package broken\n\ny(x) if"
		}
		got, diagnostics := usesAmong(t, modules, nil)
		if len(diagnostics) == 0 || (got != nil) != broken.isKnown {
			t.Errorf("%s: got %v with %v", name, got, diagnostics)
		}
		if got != nil {
			same(t, name, got, before)
		}
	}
}

func TestUsesNameTheFaultyModuleAlone(t *testing.T) {
	modules := usingModules()
	modules["q.rego"] = "package q\n\ndeny contains 1 if data.f.g(1)"
	modules["f.rego"] = "package f\n\ng(x) if y"
	got, diagnostics := usesAmong(t, modules, nil)
	if got == nil || len(diagnostics) != 1 || diagnostics[0].Path != "f.rego" {
		t.Errorf("got %v with %v", got, diagnostics)
	}
}
