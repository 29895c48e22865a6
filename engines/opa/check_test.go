package main

import (
	"strings"
	"testing"
)

type checked struct {
	Diagnostics []diagnostic `json:"diagnostics"`
}

// places shortens diagnostics to what tests compare: path:row:col code.
func checkPlaces(t *testing.T, body fields) []diagnostic {
	t.Helper()
	found := must[checked](t, newEngine(), "check", body).Diagnostics
	if found == nil {
		t.Fatal("no list of diagnostics")
	}
	return found
}

func TestCheckIsCleanOnCleanModules(t *testing.T) {
	modules := []fields{
		file("a/x.rego", "package a\n\nimport data.lib\n\ndeny contains \"no\" if lib.bad(input.kind)\n"),
		file("lib/lib.rego", "package lib\n\nbad(kind) if kind == \"Pod\"\n"),
	}
	same(t, "diagnostics", checkPlaces(t, fields{"modules": modules, "strict": true}), []diagnostic{})
}

func TestCheckFindsWhatIsWrongWithEveryModuleAtOnce(t *testing.T) {
	found := checkPlaces(t, fields{"modules": []fields{
		file("unsafe.rego", "package u\n\nimport data.broken\n\np if x\n\nq if broken.f(1)\n"),
		file("broken.rego", "package broken\n\nf(x) {\n"),
		file("types.rego", "package t\n\np := 1 + \"a\"\n\nq := upper(1)\n"),
		file("missing.rego", "package m\n\np if no_such_function(1)\n"),
		file("recursive.rego", "package r\n\np if q\n\nq if p\n"),
		file("fine.rego", "package fine\n\np := 1\n"),
	}})
	for i := range found {
		found[i].Message, _, _ = strings.Cut(found[i].Message, "\n")
	}
	same(t, "diagnostics", found, []diagnostic{
		{"broken.rego", 4, 0, "rego_parse_error", "unexpected eof token"},
		{"missing.rego", 3, 6, "rego_type_error", "undefined function no_such_function"},
		{"recursive.rego", 3, 1, "rego_recursion_error", "rule data.r.p is recursive: data.r.p -> data.r.q -> data.r.p"},
		{"recursive.rego", 5, 1, "rego_recursion_error", "rule data.r.q is recursive: data.r.q -> data.r.p -> data.r.q"},
		{"types.rego", 3, 6, "rego_type_error", "plus: invalid argument(s)"},
		{"types.rego", 5, 6, "rego_type_error", "upper: invalid argument(s)"},
		{"unsafe.rego", 5, 6, "rego_unsafe_var_error", "var x is unsafe"},
	})
}

func TestCheckReportsMoreErrorsThanOpaPrintsByDefault(t *testing.T) {
	text := "package x\n\n" + strings.Repeat("p if y\n\n", 30)
	if found := checkPlaces(t, fields{"modules": []fields{file("x.rego", text)}}); len(found) != 30 {
		t.Errorf("got %d diagnostics", len(found))
	}
}

func TestCheckIsStricterWhenAsked(t *testing.T) {
	body := fields{"modules": []fields{file("x.rego", "package x\n\nimport data.unused\n\np if {\n\ty := 1\n\ttrue\n}\n")}}
	same(t, "lax", checkPlaces(t, body), []diagnostic{})
	body["strict"] = true
	same(t, "strict", checkPlaces(t, body), []diagnostic{
		{"x.rego", 3, 1, "rego_compile_error", "import data.unused unused"},
		{"x.rego", 6, 2, "rego_compile_error", "assigned var y unused"},
	})
}

func TestCheckReadsEachModuleInItsOwnVersionOfRego(t *testing.T) {
	old, text := "old.rego", "package old\n\ndeny[msg] {\n\tmsg := \"no\"\n}\n"
	modern := file("new.rego", "package new\n\ndeny contains \"no\" if input.x\n")
	if found := checkPlaces(t, fields{"modules": []fields{file(old, text), modern}}); len(found) == 0 || found[0].Path != old {
		t.Errorf("v0 was taken for v1: %v", found)
	}
	one := fields{"path": old, "text": text, "v0": true}
	same(t, "v0 of a module", checkPlaces(t, fields{"modules": []fields{one, modern}}), []diagnostic{})
	same(t, "v0 of a request", checkPlaces(t, fields{"modules": []fields{file(old, text)}, "v0": true}), []diagnostic{})
}

func TestCheckJoinsModulesOfOnePackageInSeveralFolders(t *testing.T) {
	one := file("a/p.rego", "package shared\n\ndeny contains \"a\" if helper\n")
	two := file("b/p.rego", "package shared\n\nhelper if input.x\n")
	same(t, "together", checkPlaces(t, fields{"modules": []fields{one, two}}), []diagnostic{})
	if found := checkPlaces(t, fields{"modules": []fields{one}}); len(found) != 1 || found[0].Code != "rego_unsafe_var_error" {
		t.Errorf("alone: %v", found)
	}
}

func TestCheckRefusesTwoModulesWithOnePath(t *testing.T) {
	fails(t, "check", fields{"modules": []fields{file("x.rego", "package a\n"), file("x.rego", "package b\n")}}, "bad-request")
}

func TestCheckHasAPlaceForAnEmptyFile(t *testing.T) {
	for _, text := range []string{"", "# only a comment\n"} {
		found := checkPlaces(t, fields{"modules": []fields{file("x.rego", text)}})
		if len(found) != 1 || found[0].Path != "x.rego" || found[0].Code != "rego_parse_error" {
			t.Errorf("%q: %v", text, found)
		}
	}
}
