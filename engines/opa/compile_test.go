package main

import (
	"bytes"
	"strings"
	"testing"
)

func compileBody(text string, entrypoints ...string) fields {
	return fields{"modules": []fields{file("x.rego", text)}, "entrypoints": entrypoints}
}

func TestCompileNamesExactlyTheBuiltinsThatWasmDoesNotCarry(t *testing.T) {
	got := must[compiled](t, newEngine(), "compile", compileBody(`package x

deny contains msg if {
	count(input.a) > 0
	regex.match("count", input.b)
	semver.compare(input.c, "1.0.0") == 1
	msg := sprintf("%v yaml.marshal", [upper("count"), "units.parse"])
}

not_reached := yaml.marshal(input)
`, "x/deny"))
	same(t, "builtins", got.Builtins, []string{"semver.compare", "sprintf"})
	if !bytes.HasPrefix(got.Wasm, []byte("\x00asm\x01\x00\x00\x00")) {
		t.Errorf("not WASM: %q", got.Wasm[:8])
	}
}

func TestCompileNeedsNoBuiltinsWhereWasmCarriesAll(t *testing.T) {
	got := must[compiled](t, newEngine(), "compile", compileBody("package x\n\ndeny contains upper(\"a\")\n", "x/deny"))
	same(t, "builtins", got.Builtins, []string{})
}

func TestCompileLetsTheHostAnswerWhatWasmAnswersOtherwiseThanTopdown(t *testing.T) {
	text := "package x\n\ndeny contains concat(\",\", {\"a\"})\n\ndeny contains msg if msg := json.marshal(input)\n" +
		"\ndeny contains msg if msg := json.unmarshal(input.a)\n\ndeny contains msg if msg := format_int(input.b, 2)\n"
	got := must[compiled](t, newEngine(), "compile", compileBody(text, "x/deny"))
	same(t, "builtins", got.Builtins, []string{
		"__topdown__.concat", "__topdown__.format_int", "__topdown__.json.marshal", "__topdown__.json.unmarshal",
	})
}

func TestCompileLeavesAPolicysOwnFunctionOfABuiltinsNameAlone(t *testing.T) {
	text := "package x\n\nconcat(a, b) := sum(b) + a\n\ndeny contains upper(\"a\") if concat(1, [2]) == 3\n"
	got := must[compiled](t, newEngine(), "compile", compileBody(text, "x/deny"))
	same(t, "builtins", got.Builtins, []string{})
}

func TestCompileLeavesABuiltinThatWithReplacesAlone(t *testing.T) {
	text := "package x\n\nmine(a, b) := \"mine\"\n\ndeny contains \"no\" if concat(\"\", [\"a\"]) == \"mine\" with concat as mine\n"
	got := must[compiled](t, newEngine(), "compile", compileBody(text, "x/deny"))
	same(t, "builtins", got.Builtins, []string{})
}

func TestCompileErasesPrint(t *testing.T) {
	got := must[compiled](t, newEngine(), "compile", compileBody("package x\n\ndeny contains \"no\" if print(input)\n", "x/deny"))
	same(t, "builtins", got.Builtins, []string{})
}

func TestCompileGivesTheSameBytesForModulesInAnyOrder(t *testing.T) {
	one, two := file("a.rego", "package p\n\ndeny contains \"a\" if input.a\n"), file("b.rego", "package p\n\ndeny contains \"b\" if input.b\n\nwarn := 1\n")
	entrypoints := []string{"p/deny", "p/warn"}
	first := must[compiled](t, newEngine(), "compile", fields{"modules": []fields{one, two}, "entrypoints": entrypoints})
	for range 5 {
		again := must[compiled](t, newEngine(), "compile", fields{"modules": []fields{two, one}, "entrypoints": entrypoints})
		if !bytes.Equal(first.Wasm, again.Wasm) {
			t.Fatal("the same modules gave different WASM")
		}
	}
}

func TestCompileReadsRegoV0(t *testing.T) {
	body := compileBody("package k8s\n\nviolation[{\"msg\": msg}] {\n\tmsg := input.review.object.kind\n}\n", "k8s/violation")
	fails(t, "compile", body, "bad-input")
	body["v0"] = true
	must[compiled](t, newEngine(), "compile", body)
}

func TestCompileRefusesWithAPlaceWhatDoesNotCompile(t *testing.T) {
	failed := fails(t, "compile", compileBody("package x\n\ndeny contains y\n", "x/deny"), "bad-input")
	same(t, "diagnostics", failed.Details.Diagnostics, []diagnostic{{"x.rego", 3, 15, "rego_unsafe_var_error", "var y is unsafe"}})
}

func TestCompileRefusesAnEntrypointThatIsNoRule(t *testing.T) {
	failed := fails(t, "compile", compileBody("package x\n\ndeny := 1\n", "x/deny", "x/denny"), "bad-input")
	if !strings.Contains(failed.Message, "`x/denny`") {
		t.Errorf("got %q", failed.Message)
	}
	fails(t, "compile", compileBody("package x\n\ndeny := 1\n"), "bad-request")
}

func TestCompileRefusesDataInThePlaceOfARule(t *testing.T) {
	body := compileBody("package x\n\ndeny := 1\n", "x/deny")
	body["data"] = fields{"x": fields{"other": 1}}
	must[compiled](t, newEngine(), "compile", body)
	body["data"] = fields{"x": fields{"deny": 1}}
	fails(t, "compile", body, "bad-input")
}

func TestHostBuiltinsRefusesWhatIsNotAPolicy(t *testing.T) {
	for _, wasm := range []string{"", "\x00asm\x01\x00\x00\x00", "\x00asm\x01\x00\x00\x00\x07\xff", "garbage"} {
		if names, err := hostBuiltins([]byte(wasm)); err == nil {
			t.Errorf("%q: got %v", wasm, names)
		}
	}
}
