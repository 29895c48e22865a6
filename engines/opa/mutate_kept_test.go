package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// asking is a policy, of which p.rego is mutated, and what its mutants are asked.
type asking struct {
	text        string
	more        []fields
	entrypoints []string
	inputs      []string
	// alone are the rules of which a mutant must have a compiler for itself.
	alone []string
	with  fields
}

func (a asking) modules(text string) []fields {
	return append([]fields{file("p.rego", text)}, a.more...)
}

func (a asking) body(more fields) fields {
	body := fields{"modules": a.modules(a.text)}
	for _, each := range []fields{a.with, more} {
		for key, value := range each {
			body[key] = value
		}
	}
	return body
}

var askings = map[string]asking{
	"rules of one file that use each other and a library": {
		text: "package pss.x\n\nimport data.lib\n\ndefault limit := 2\n\nlimit := input.limit\n\ndeny contains sprintf(\"%s: %d\", [c.name, c.n]) if {\n\tsome c in lib.containers\n\tnot fine(c)\n}\n\ndeny contains \"none\" if count(lib.containers) == 0\n\nfine(c) if c.n <= limit\n\nfine(c) if c.name in lib.exempt\n",
		more: []fields{
			file("lib.rego", "package lib\n\nimport data.lib.names\n\ncontainers := object.get(input, \"containers\", [])\n\nexempt := names.all\n"),
			file("names.rego", "package lib.names\n\nall := {\"a\", \"b\"}\n"),
		},
		entrypoints: []string{"pss/x/deny"},
		inputs:      []string{`{}`, `{"containers":[{"name":"a","n":3},{"name":"c","n":3},{"name":"d","n":2}]}`, `{"limit":3,"containers":[{"name":"c","n":3}]}`},
	},
	"files of one package, some of which are as they were": {
		text:        "package p\n\ndeny contains x if {\n\tsome x in own\n\tother(x)\n}\n\nown := [x | some x in input.xs; x > low]\n",
		more:        []fields{file("s.rego", "package s\n\ndeny contains input.xs\n"), file("a.rego", "package p\n\nlow := 1\n\nwarn contains x if some x in own\n"), file("z.rego", "package p\n\nother(x) if x % 2 == low\n\ndeny contains \"first\" if own[0] == 2\n")},
		entrypoints: []string{"p/deny", "p/warn", "s/deny"},
		inputs:      []string{`{"xs":[1,2,3]}`, `{"xs":[0,1,4]}`},
	},
	"paths of the own package that are written in full": {
		text:        "package a.b.c\n\nimport data.a.b.c.limit as most\n\nlimit := 1\n\ndeny contains x if {\n\tsome x in input.xs\n\tx > data.a.b.c.limit\n\tx > most\n\tdata.a.b[\"c\"].odd(x)\n}\n\nodd(x) if x % 2 == 1\n",
		entrypoints: []string{"a/b/c/deny"},
		inputs:      []string{`{"xs":[1,2,3]}`, `{"xs":[0,1,2]}`},
	},
	"other packages that refer back, with packages of names that are near": {
		text:        "package k.adm\n\nimport data.k.helpers\n\nlimit := 3\n\nunused := 7\n\ndeny contains x if some x in helpers.over\n",
		more:        []fields{file("h.rego", "package k.helpers\n\nimport data.k.adm\nimport data.k\n\nover contains x if {\n\tsome x in input.xs\n\tx > adm.limit\n\tx < k.top\n\tleast(x)\n}\n\nleast(x) if x > 0\n"), file("k.rego", "package k\n\ntop := 9\n"), file("adm2.rego", "package k.adm2\n\nlimit := 1\n")},
		entrypoints: []string{"k/adm/deny", "k/helpers/over", "k/top"},
		inputs:      []string{`{"xs":[1,4,9]}`, `{"xs":[3,2]}`},
	},
	"a document that the rules stand beside": {
		text:        "package p\n\ndeny contains x if {\n\tsome x in input.xs\n\tx > data.p.limits.most\n\tnot x in data.settings.exempt\n}\n",
		with:        fields{"data": fields{"p": fields{"limits": fields{"most": 2}}, "settings": fields{"exempt": []int{5}}}},
		entrypoints: []string{"p/deny"},
		inputs:      []string{`{"xs":[1,2,3,5]}`},
	},
	"an inventory, and numbers of data as they are written": {
		text:        "package p\n\ndeny contains name if {\n\tsome name, _ in data.inventory.cluster\n\tname != input.name\n\tdata.big == 12345678901234567890\n}\n",
		with:        fields{"data": json.RawMessage(`{"big":12345678901234567890}`)},
		entrypoints: []string{"p/deny"},
		inputs:      []string{`{"name":"a"}`},
	},
	"a package that stands where the inventory will": {
		text:        "package inventory\n\ncluster := [input.n, 1]\n\ndeny contains 1 if cluster[0] > 1\n",
		entrypoints: []string{"inventory/cluster", "inventory/deny"},
		inputs:      []string{`{"n":1}`, `{"n":2}`},
		alone:       []string{"cluster", "deny"},
	},
	"what is replaced in the own package": {
		text:        "package p\n\nimport data.lib\n\nlimit := 1\n\nf(x) := x + 1\n\ndeny contains \"with\" if over with limit as 5 with lib.n as 7\n\ndeny contains \"f\" if twice(1) == 11 with data.p.f as 10\n\ndeny contains \"g\" if twice(1) == 3 with f as g\n\ng(x) := x + 2\n\ntwice(x) := f(x) + 1\n\nover if lib.n > limit\n\nover if input.n > data.p.limit\n",
		more:        []fields{file("lib.rego", "package lib\n\nn := 2\n")},
		entrypoints: []string{"p/deny", "p/over"},
		inputs:      []string{`{"n":1}`, `{"n":6}`},
	},
	"a helper that replaces what is mutated": {
		text:        "package p\n\nlimit := 1\n\ndeny contains \"over\" if input.n > limit\n",
		more:        []fields{file("q.rego", "package q\n\nimport data.p\n\nwarn contains x if some x in p.deny with data.p.limit as 0\n")},
		entrypoints: []string{"p/deny", "q/warn"},
		inputs:      []string{`{"n":1}`, `{"n":2}`},
	},
	"a whole package that is replaced": {
		text:        "package p\n\nlimit := 1\n\ndeny contains \"over\" if input.n > limit\n",
		more:        []fields{file("q.rego", "package q\n\nwarn contains \"none\" if count(data.p.deny) == 0 with data.p as {\"deny\": set()}\n")},
		entrypoints: []string{"p/deny", "q/warn"},
		inputs:      []string{`{"n":1}`, `{"n":2}`},
		alone:       []string{"deny", "limit"},
	},
	"a package that is asked for whole, and by a name that is found": {
		text:        "package p.one\n\ndeny contains \"one\" if input.n > 1\n\nwarn contains \"two\" if input.n > 2\n",
		more:        []fields{file("q.rego", "package main\n\nimport data.p\n\ndeny contains msg if {\n\tsome name, msg\n\tp[name].deny[msg]\n}\n\nwhole := data.p.one\n")},
		entrypoints: []string{"main/deny", "main/whole"},
		inputs:      []string{`{"n":1}`, `{"n":3}`},
		alone:       []string{"deny", "warn"},
	},
	"a package that is an entrypoint": {
		text:        "package p\n\ndeny contains \"one\" if input.n > 1\n",
		entrypoints: []string{"p"},
		inputs:      []string{`{"n":1}`, `{"n":3}`},
		alone:       []string{"deny"},
	},
	"a package within a rule's path": {
		text:        "package p\n\nsub.a := 1\n\ndeny contains x if x := sub\n",
		more:        []fields{file("q.rego", "package p.sub.b\n\nx := 2\n")},
		entrypoints: []string{"p/deny"},
		inputs:      []string{`{}`},
		alone:       []string{"sub"},
	},
	"documents within a rule's path": {
		text:        "package p\n\nsub.a := 1\n\ndeny contains x if some x in sub\n\nwarn contains 7 if input.x\n",
		with:        fields{"data": fields{"p": fields{"sub": fields{"b": 3}}}},
		entrypoints: []string{"p/deny", "p/warn"},
		inputs:      []string{`{"x":true}`},
		alone:       []string{"sub"},
	},
	"a rule that is told of itself": {
		text:        "package p\n\n# METADATA\n# title: T\n# custom: {n: 3}\ndeny contains rego.metadata.chain()[0].path if input.n > rego.metadata.rule().custom.n\n\n# METADATA\n# title: W\nwarn contains \"w\" if input.n > 1\n",
		entrypoints: []string{"p/deny", "p/warn"},
		inputs:      []string{`{"n":2}`, `{"n":4}`},
		alone:       []string{"deny"},
	},
	"partial objects, rules of paths, else, and every": {
		text:        "package p\n\nobjects[x.name] := x.n if some x in input.xs\n\ndeep.a.b := 1 if input.n > 1\n\ndeep.a.c := 2\n\ndeep[x.name][data.p.key] := x.n if some x in input.xs\n\nkey := \"k\"\n\nkind := \"many\" if {\n\tcount(input.xs) > 1\n} else := \"one\" if {\n\tcount(input.xs) == 1\n} else := \"none\"\n\nall if every x in input.xs { x.n > 0 }\n\nresponse := {\"objects\": objects, \"deep\": deep, \"kind\": kind, \"all\": [1 | all]}\n",
		entrypoints: []string{"p/response", "p/objects"},
		inputs:      []string{`{"n":2,"xs":[{"name":"x","n":1},{"name":"y","n":0}]}`, `{"n":1,"xs":[{"name":"x","n":1}]}`, `{"n":1}`},
	},
	"errors, prints and strictness": {
		text:        "package p\n\ndeny contains x if {\n\tsome x in input.xs\n\tprint(\"x is\", x, quotient)\n\tx / input.by > 1\n}\n\none := 1\n\none := 2 if input.two\n\nquotient := 1 / input.by\n\nwarn contains one\n\nf(x) := x + 1\n\nf(x) := x + 2 if x > 1\n\nwarn contains f(input.by)\n",
		with:        fields{"strict": true},
		entrypoints: []string{"p/deny", "p/warn"},
		inputs:      []string{`{"xs":[3,4],"by":0}`, `{"xs":[3,4],"by":1}`, `{"two":true}`, `{"by":2}`},
	},
	"types that hang on what is mutated": {
		text:        "package p\n\nname := \"a\"\n\nlist := [1]\n\ndeny contains x if x := data.q.upper\n",
		more:        []fields{file("q.rego", "package q\n\nupper := concat(\",\", [upper2(data.p.name), \"x\"])\n\nupper2(x) := lower(x)\n\nfirst := data.p.list[0] + 1\n")},
		entrypoints: []string{"p/deny", "q/first"},
		inputs:      []string{`{}`},
	},
	"an entrypoint that a mutant no longer has": {
		text:        "package p\n\ndefault allow := false\n\ndeny contains \"x\" if input.x\n",
		entrypoints: []string{"p/allow", "p/deny"},
		inputs:      []string{`{"x":true}`},
	},
	"Rego v0": {
		text:        "package p\n\nimport data.lib\n\ndeny[msg] { input.n > lib.n; msg := \"a\" } { input.n == 1; msg := sprintf(\"%d\", [limit]) }\n\nlimit = 1 { input.n > 0 } else = 2 { true }\n\nf(y) = x { x := y.n + 1 }\n\nwarn[x] { y := {\"p\": {\"limit\": 7}}; x := y.p.limit; f(input) == 2 }\n",
		more:        []fields{file("lib.rego", "package lib\n\nn = 2\n\nown { data.p.limit == 1 }\n")},
		with:        fields{"v0": true},
		entrypoints: []string{"p/deny", "p/warn", "lib/own"},
		inputs:      []string{`{"n":1}`, `{"n":3}`, `{"n":0}`},
	},
	"functions that share a name with what replaces a builtin, and names that hide rules": {
		text:        "package p\n\nimport data.lib.startswith\n\nmin(x) := x.low\n\nn := 3\n\ndeny contains \"a\" if startswith(input.a, \"x\")\n\ndeny contains \"b\" if max(input.xs) > n\n\ndeny contains \"c\" if some n in input.xs\n\nf(n) := n + min({\"low\": n})\n\nwarn contains f(2)\n",
		more:        []fields{file("lib.rego", "package lib\n\nstartswith(a, b) if endswith(a, b)\n"), file("other.rego", "package p\n\nimport data.q.n\n\nwarn contains n\n"), file("q.rego", "package q\n\nn := 8\n")},
		entrypoints: []string{"p/deny", "p/warn"},
		inputs:      []string{`{"a":"xy","xs":[1,2]}`, `{"a":"yx","xs":[4]}`},
	},
}

func TestMutantsThatAreKeptAnswerAsTheirWholeTextDoes(t *testing.T) {
	for name, a := range askings {
		t.Run(name, func(t *testing.T) {
			e := newEngine()
			got := must[mutantsAnswer](t, e, "mutants", a.body(fields{
				"paths": []string{"p.rego"}, "prepare": []fields{{"as": "m", "entrypoints": a.entrypoints}},
			}))
			if len(got.Mutants) == 0 {
				t.Fatal("no mutants")
			}
			answers := map[string]bool{}
			last := len(got.Mutants)
			for i, m := range append(got.Mutants, mutant{Operator: "the original", Text: a.text}) {
				whole := wholly(t, a, m)
				handle := fmt.Sprintf("m/%d", i)
				if i == last {
					handle = "m/original"
				}
				for _, input := range a.inputs {
					for _, inventory := range []fields{nil, {"cluster": fields{"a": 1, "b": 2}}} {
						asked := fields{"input": json.RawMessage(input), "trace": false}
						if inventory != nil {
							asked["inventory"] = inventory
						}
						want, wanted := answerOf(t, whole, "whole", asked)
						have, failed := answerOf(t, e, handle, asked)
						if have != want || failed != wanted {
							t.Errorf("%s\non %s: got %s %s\nwant %s %s", shown(m), input, have, failed, want, wanted)
						}
						answers[have+failed] = true
					}
				}
			}
			if len(answers) < 2 {
				t.Errorf("all mutants answer alike: %v", answers)
			}
			aloneOnly(t, e, a.alone)
		})
	}
}

// wholly prepares a mutant in place of the original. Entrypoints that it has not are left out.
func wholly(t *testing.T, a asking, m mutant) *engine {
	t.Helper()
	e := newEngine()
	entrypoints := slices.Clone(a.entrypoints)
	for len(entrypoints) > 0 {
		_, failed := ask[json.RawMessage](t, e, "prepare", a.body(fields{"as": "whole", "modules": a.modules(m.Text), "entrypoints": entrypoints}))
		if failed == nil {
			return e
		}
		missing := slices.IndexFunc(entrypoints, func(each string) bool { return strings.Contains(failed.Message, "`"+each+"` names no rule") })
		if missing < 0 {
			t.Fatalf("%s cannot be prepared: %+v", shown(m), failed)
		}
		entrypoints = slices.Delete(entrypoints, missing, missing+1)
	}
	return e
}

func answerOf(t *testing.T, e *engine, handle string, asked fields) (ok, failed string) {
	t.Helper()
	asked["handle"] = handle
	answer, err := ask[json.RawMessage](t, e, "eval", asked)
	if err != nil {
		return "", fmt.Sprintf("%+v", *err)
	}
	return string(answer), ""
}

func aloneOnly(t *testing.T, e *engine, rules []string) {
	t.Helper()
	alone := map[string]bool{}
	kept := e.kept["m"]
	for _, kept := range kept[:len(kept)-1] {
		if kept.place.own == "" {
			alone[kept.edit.rule] = true
		}
	}
	same(t, "compiled alone", sortedKeys(alone), append([]string{}, rules...))
}

// Which mutants there are must not hang on how they are compiled.
func TestMutantsAreThoseThatCompileInPlaceOfTheOriginal(t *testing.T) {
	for name, a := range askings {
		t.Run(name, func(t *testing.T) {
			v0, _ := a.with["v0"].(bool)
			m := module{"p.rego", a.text, v0}
			tree, err := m.parse()
			if err != nil {
				t.Fatal(err)
			}
			s := sources{V0: v0}
			for _, each := range a.modules(a.text) {
				s.Modules = append(s.Modules, module{each["path"].(string), each["text"].(string), v0})
			}
			parsed, err := s.parseAll()
			if err != nil {
				t.Fatal(err)
			}
			want := []string{}
			for _, edit := range editsOf(m, tree, ruleCounts(parsed)) {
				_, failed := ask[json.RawMessage](t, newEngine(), "prepare", a.body(fields{"as": "x", "modules": a.modules(edit.in(a.text)), "entrypoints": a.entrypoints}))
				if edit.operator != "message" && (failed == nil || strings.Contains(failed.Message, "names no rule")) {
					want = append(want, shown(edit.mutant(m)))
				}
			}
			got := []string{}
			for _, each := range must[mutantsAnswer](t, newEngine(), "mutants", a.body(fields{"paths": []string{"p.rego"}})).Mutants {
				got = append(got, shown(each))
			}
			same(t, "mutants", got, want)
		})
	}
}

func TestMutantsHaveHandlesForEachWayToAskUntilTheyAreDropped(t *testing.T) {
	e := newEngine()
	modules := []fields{file("p.rego", "package p\n\ndeny contains 1 if input.x\n\nwarn contains 2 if input.y\n")}
	got := must[mutantsAnswer](t, e, "mutants", fields{"modules": modules, "paths": []string{"p.rego"}, "operators": []string{"negate"}, "prepare": []fields{
		{"as": "d", "entrypoints": []string{"p/deny"}}, {"as": "w/w", "entrypoints": []string{"p/warn", "p/deny"}},
	}})
	if len(got.Mutants) != 2 {
		t.Fatalf("got %v", got.Mutants)
	}
	for handle, want := range map[string]string{
		"d/0": `{"p/deny":[1]}`, "d/1": `{"p/deny":[]}`, "w/w/0": `{"p/deny":[1],"p/warn":[]}`, "w/w/1": `{"p/deny":[],"p/warn":[2]}`,
	} {
		answer := must[evaluation](t, e, "eval", fields{"handle": handle, "input": fields{}})
		if results, _ := json.Marshal(answer.Results); string(results) != want {
			t.Errorf("%s: got %s, want %s", handle, results, want)
		}
	}
	must[any](t, e, "drop", fields{"handles": []string{"d"}})
	must[evaluation](t, e, "eval", fields{"handle": "w/w/1", "input": fields{}})
	for _, handle := range []string{"d", "d/0", "w/w/2", "w/w/-1", "w/w/x", "w/w"} {
		if _, failed := ask[any](t, e, "eval", fields{"handle": handle, "input": fields{}}); failed == nil || failed.Code != "bad-request" {
			t.Errorf("%s: got %+v", handle, failed)
		}
	}
}

func TestMutantsAreTracedAndFailInTheirOwnFile(t *testing.T) {
	e := newEngine()
	modules := []fields{file("p.rego", "package p\n\ndeny contains x if {\n\tx := input.x\n\tx > 1\n}\n\none := 1\n\none := 2 if input.x\n\nwarn contains one\n")}
	must[mutantsAnswer](t, e, "mutants", fields{"modules": modules, "paths": []string{"p.rego"}, "prepare": []fields{
		{"as": "d", "entrypoints": []string{"p/deny"}}, {"as": "w", "entrypoints": []string{"p/warn"}},
	}})
	traced := must[evaluation](t, e, "eval", fields{"handle": "d/0", "input": fields{"x": 2}, "trace": true})
	if all := strings.Join(traced.Trace, "\n"); strings.Contains(all, "mutant") || !strings.Contains(all, "p.rego:3") {
		t.Errorf("got %s", all)
	}
	_, failed := ask[any](t, e, "eval", fields{"handle": "w/0", "input": fields{"x": 2}})
	if failed == nil || failed.Details.Path != "p.rego" || !strings.Contains(failed.Message, "rule data.p.one ") {
		t.Errorf("got %+v", failed)
	}
}

func TestMutantsThatCannotBeAskedAreRefused(t *testing.T) {
	modules := []fields{file("p.rego", "package p\n\ndeny contains 1 if input.x\n")}
	for name, each := range map[string]struct {
		more fields
		code string
	}{
		"no handle":       {fields{"prepare": []fields{{"entrypoints": []string{"p/deny"}}}}, "bad-request"},
		"nothing to ask":  {fields{"prepare": []fields{{"as": "m"}}}, "bad-request"},
		"no such rule":    {fields{"prepare": []fields{{"as": "m", "entrypoints": []string{"p/warn"}}}}, "bad-input"},
		"data in the way": {fields{"data": fields{"p": fields{"deny": 1}}}, "bad-input"},
	} {
		t.Run(name, func(t *testing.T) {
			each.more["modules"], each.more["paths"] = modules, []string{"p.rego"}
			fails(t, "mutants", each.more, each.code)
		})
	}
}
