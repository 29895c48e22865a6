package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

type mutantsAnswer struct {
	Mutants []mutant `json:"mutants"`
}

// shown is a mutant in one line, without what a table need not say.
func shown(m mutant) string {
	return fmt.Sprintf("%d:%d %s `%s` -> `%s`", m.Line, m.Column, m.Operator, m.Original, m.Replacement)
}

func mutantsOf(t *testing.T, text string, more ...fields) []mutant {
	t.Helper()
	got := must[mutantsAnswer](t, newEngine(), "mutants", fields{
		"modules": append(more, file("p.rego", text)), "paths": []string{"p.rego"},
	})
	for _, m := range got.Mutants {
		if _, err := (module{m.Path, m.Text, false}).parse(); err != nil {
			t.Errorf("%s does not parse: %v", shown(m), err)
		}
		if at := offsetOf(text, m); m.Text[:at]+m.Original+m.Text[at+len(m.Replacement):] != text || m.Text == text {
			t.Errorf("%s is not the one change of the text", shown(m))
		}
	}
	return got.Mutants
}

func offsetOf(text string, m mutant) int {
	at := 0
	for _, line := range strings.SplitAfter(text, "\n")[:m.Line-1] {
		at += len(line)
	}
	for _, char := range []rune(text[at:])[:m.Column-1] {
		at += len(string(char))
	}
	return at
}

func TestMutantsAreAllSlipsOfAModule(t *testing.T) {
	for name, each := range map[string]struct {
		text string
		want []string
	}{
		"a comparison, its numbers and the condition that it is": {
			"package p\n\ndeny contains input.x if input.n > 12\n",
			[]string{
				"3:26 condition `input.n > 12` -> `true`",
				"3:34 comparison `>` -> `<=`", "3:34 comparison `>` -> `>=`",
				"3:36 number `12` -> `0`", "3:36 number `12` -> `11`", "3:36 number `12` -> `13`",
			},
		},
		"brackets are kept": {
			"package p\n\nx := (input.a + 1) * input.b\n",
			[]string{
				"3:15 arithmetic `+` -> `-`", "3:17 number `1` -> `0`", "3:17 number `1` -> `2`",
				"3:20 arithmetic `*` -> `/`",
			},
		},
		"a negated condition": {
			"package p\n\nx if not input.a\n",
			[]string{"3:6 condition `not input.a` -> `true`", "3:6 negate `not input.a` -> `input.a`"},
		},
		"a condition, and membership": {
			"package p\n\nx if {\n\tinput.a\n\tinput.b in {1}\n}\n",
			[]string{
				"4:2 condition `input.a` -> `true`", "4:2 negate `input.a` -> `not input.a`",
				"5:2 condition `input.b in {1}` -> `true`", "5:2 membership `input.b in {1}` -> `not input.b in {1}`",
				"5:13 item `{1}` -> `set()`", "5:14 number `1` -> `0`", "5:14 number `1` -> `2`",
			},
		},
		"membership that is negated": {
			"package p\n\nx if not input.b in input.c\n",
			[]string{"3:6 condition `not input.b in input.c` -> `true`", "3:6 membership `not input.b in input.c` -> `input.b in input.c`"},
		},
		"items of lists, sets and objects, texts and cases": {
			"package p\n\nx := [\"a\", {\"B\"}, {\"k\": true}]\n",
			[]string{
				"3:7 case `\"a\"` -> `\"A\"`", "3:7 item `\"a\", ` -> ``", "3:7 string `\"a\"` -> `\"\"`",
				"3:12 item `{\"B\"}` -> `set()`", "3:12 item `{\"B\"}, ` -> ``",
				"3:13 case `\"B\"` -> `\"b\"`", "3:13 string `\"B\"` -> `\"\"`",
				"3:17 item `, {\"k\": true}` -> ``", "3:19 item `{\"k\": true}` -> `{}`",
				"3:20 case `\"k\"` -> `\"K\"`", "3:20 string `\"k\"` -> `\"\"`", "3:25 boolean `true` -> `false`",
			},
		},
		"an empty text, and a number as text": {
			"package p\n\nx if input.a == \"\"\n\ny if input.a != \"86400\"\n",
			[]string{
				"3:6 condition `input.a == \"\"` -> `true`", "3:14 comparison `==` -> `!=`", "3:17 string `\"\"` -> `\"mutated\"`",
				"5:6 condition `input.a != \"86400\"` -> `true`", "5:14 comparison `!=` -> `==`", "5:17 number `\"86400\"` -> `\"86401\"`",
			},
		},
		"a pattern is loosened at either end": {
			"package p\n\nx := regex.match(`^a+$`, input.a)\n",
			[]string{
				"3:18 pattern ``^a+$`` -> ``^a+``", "3:18 pattern ``^a+$`` -> ``a+$``", "3:18 string ``^a+$`` -> `\"\"`",
			},
		},
		"functions": {
			"package p\n\nx if startswith(lower(input.a), input.b)\n",
			[]string{
				"3:6 condition `startswith(lower(input.a), input.b)` -> `true`", "3:6 function `startswith` -> `endswith`",
				"3:6 negate `startswith(lower(input.a), input.b)` -> `not startswith(lower(input.a), input.b)`",
				"3:17 function `lower(input.a)` -> `input.a`",
			},
		},
		"a default, rules of one name, and each else": {
			"package p\n\ndefault x := 0\n\nx := 0 if {\n\tinput.a\n} else := 0 if input.b\nelse := 0\n\nx := 0 if input.a\n",
			[]string{
				"3:1 default `default x := 0` -> ``", "3:14 number `0` -> `-1`", "3:14 number `0` -> `1`",
				"5:1 rule `x := 0 if {\n\tinput.a\n} else := 0 if input.b\nelse := 0` -> ``",
				"5:6 number `0` -> `-1`", "5:6 number `0` -> `1`",
				"6:2 condition `input.a` -> `true`", "6:2 negate `input.a` -> `not input.a`",
				"7:3 else `else := 0 if input.b\n` -> ``", "7:11 number `0` -> `-1`", "7:11 number `0` -> `1`",
				"7:16 condition `input.b` -> `true`", "7:16 negate `input.b` -> `not input.b`",
				"8:1 else `else := 0` -> ``", "8:9 number `0` -> `-1`", "8:9 number `0` -> `1`",
				"10:1 rule `x := 0 if input.a` -> ``", "10:6 number `0` -> `-1`", "10:6 number `0` -> `1`",
				"10:11 condition `input.a` -> `true`", "10:11 negate `input.a` -> `not input.a`",
			},
		},
		"every for some": {
			"package p\n\nx if {\n\tsome c in input.c\n\tc.a # all of it\n}\n",
			[]string{
				"4:2 quantifier `some c in input.c\n\tc.a` -> `every c in input.c {\n\tc.a\n}`",
				"5:2 condition `c.a` -> `true`", "5:2 negate `c.a` -> `not c.a`",
			},
		},
		"some for every": {
			"package p\n\nx if every c in input.c { c.a }\n",
			[]string{
				"3:6 condition `every c in input.c { c.a }` -> `true`",
				"3:6 quantifier `every c in input.c { c.a }` -> `count([true | some c in input.c; c.a ]) > 0`",
				"3:27 negate `c.a` -> `not c.a`",
			},
		},
		"what does not compile is no mutant": {
			"package p\n\nx := y if {\n\tsome y in input.a\n}\n",
			nil,
		},
		"columns are characters": {
			"package p\n\nx := {\"é\": 7}\n",
			[]string{
				"3:6 item `{\"é\": 7}` -> `{}`", "3:7 case `\"é\"` -> `\"É\"`", "3:7 string `\"é\"` -> `\"\"`",
				"3:12 number `7` -> `0`", "3:12 number `7` -> `6`", "3:12 number `7` -> `8`",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := []string{}
			for _, m := range mutantsOf(t, each.text) {
				got = append(got, shown(m))
			}
			if !slices.Equal(got, each.want) && len(got)+len(each.want) > 0 {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(each.want, "\n"))
			}
		})
	}
}

func TestWhatIsOnlySaidIsAMessage(t *testing.T) {
	for _, text := range []string{
		"package p\n\ndeny contains \"no\"\n",
		"package p\n\ndeny contains {\"msg\": \"no\"}\n",
		"package p\n\ndeny contains sprintf(\"no %s\", [input.a])\n",
		"package p\n\ndeny contains msg if msg := \"no\"\n",
		"package p\n\ndeny contains $\"no {input.a}\"\n",
	} {
		for _, m := range mutantsOf(t, text) {
			if m.Operator != "item" && m.Original != `"msg"` {
				t.Errorf("%q: %s", text, shown(m))
			}
		}
		asked := fields{"modules": []fields{file("p.rego", text)}, "paths": []string{"p.rego"}, "operators": []string{"message"}}
		said := must[mutantsAnswer](t, newEngine(), "mutants", asked).Mutants
		if len(said) == 0 {
			t.Errorf("%q: nothing is said", text)
		}
		for _, m := range said {
			if m.Operator != "message" {
				t.Errorf("%q: %s", text, shown(m))
			}
		}
	}
}

func TestMutantsLeaveTestsMetadataImportsAndOtherModulesAlone(t *testing.T) {
	lib := file("lib.rego", "package lib\n\nall contains 1\n")
	unused := file("unused.rego", "package unused\n\nall contains 1\n")
	tests := file("p_test.rego", "package p_test\n\nimport data.p\n\ntest_x if p.x == {1}\n")
	got := must[mutantsAnswer](t, newEngine(), "mutants", fields{
		"modules": []fields{
			lib, unused, tests,
			file("p.rego", "# METADATA\n# title: \"5\"\n# custom: {n: 5}\npackage p\n\nimport data.lib\n\nx := lib.all\n"),
			file("q.rego", "package q\n\nx if input.a\n"),
		},
		"paths": []string{"p.rego", "p_test.rego"},
	})
	same(t, "mutants", got.Mutants, []mutant{})
}

func TestARuleIsForgottenWithItsMetadataAndWhole(t *testing.T) {
	text := "package p\n\n# METADATA\n# title: One\nf(\"x\")\n\n# METADATA\n# title: Two\nf(x) if x == input.a\n\n# METADATA\n# title: Three\n# scope: document\ny if input.a\n\ny if input.b\n"
	rules := []string{}
	for _, m := range mutantsOf(t, text) {
		if m.Operator == "rule" {
			rules = append(rules, fmt.Sprintf("%d:%d %s", m.Line, m.Column, m.Original))
		}
	}
	same(t, "rules", rules, []string{
		"3:1 # METADATA\n# title: One\nf(\"x\")", "7:1 # METADATA\n# title: Two\nf(x) if x == input.a",
		"11:1 # METADATA\n# title: Three\n# scope: document\ny if input.a", "16:1 y if input.b",
	})
}

func TestAModuleIsCompiledWithTheOthersOfItsPackage(t *testing.T) {
	got := mutantsOf(t, "package p\n\nx if y(input.a)\n", file("other.rego", "package p\n\ny(a) if a\n"))
	if len(got) != 2 {
		t.Errorf("got %v", got)
	}
}

func TestRulesOfOneNameAreCountedOverTheFilesOfAPackage(t *testing.T) {
	got := mutantsOf(t, "package p\n\ndeny contains input.a\n", file("other.rego", "package p\n\ndeny contains input.b\n"))
	if len(got) != 1 || got[0].Operator != "rule" {
		t.Errorf("got %v", got)
	}
}

func TestMutantsOfModulesThatDoNotCompileAreRefused(t *testing.T) {
	fails(t, "mutants", fields{"modules": []fields{file("p.rego", "package p\n\nx := y\n")}, "paths": []string{"p.rego"}}, "bad-input")
}

func TestMutantsOfRegoV0KeepBothBodiesOfARule(t *testing.T) {
	got := must[mutantsAnswer](t, newEngine(), "mutants", fields{
		"v0": true, "paths": []string{"p.rego"}, "modules": []fields{file("p.rego", "package p\n\nx { input.a } { input.b }\n")},
	})
	lines := []string{}
	for _, m := range got.Mutants {
		lines = append(lines, shown(m))
	}
	same(t, "mutants", lines, []string{
		"3:5 condition `input.a` -> `true`", "3:5 negate `input.a` -> `not input.a`",
		"3:15 rule `{ input.b }` -> ``",
		"3:17 condition `input.b` -> `true`", "3:17 negate `input.b` -> `not input.b`",
	})
}

func TestMutantsAreMadeOfTheNumbersThatAreAskedForAndCanBeAskedInTheirOrder(t *testing.T) {
	modules := []fields{file("a.rego", "package p\n\nx if input.a\n"), file("b.rego", "package q\n\ny if data.p.x\n")}
	paths := []string{"a.rego", "b.rego"}
	all := must[mutantsAnswer](t, newEngine(), "mutants", fields{"modules": modules, "paths": paths}).Mutants
	if len(all) != 4 {
		t.Fatalf("got %v", all)
	}
	e := newEngine()
	asked := fields{
		"modules": modules, "paths": paths, "numbers": []int{all[3].Number, all[0].Number},
		"prepare": []fields{{"as": "m", "entrypoints": []string{"q/y"}}},
	}
	some := must[mutantsAnswer](t, e, "mutants", asked).Mutants
	same(t, "some", some, []mutant{all[0], all[3]})
	got := must[evaluated](t, e, "eval", fields{"handle": "m/1", "input": fields{}})
	same(t, "the second", string(got.Results["q/y"]), "true")
	original := must[evaluated](t, e, "eval", fields{"handle": "m/original", "input": fields{}})
	same(t, "the original", original.Results, map[string]json.RawMessage{})
	if _, failed := ask[evaluated](t, e, "eval", fields{"handle": "m/2", "input": fields{}}); failed == nil {
		t.Error("there are two only")
	}
}
