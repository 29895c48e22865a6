package main

import (
	"testing"
)

func TestInspectFindsPackagesEntrypointsAndMetadata(t *testing.T) {
	found := must[inspected](t, newEngine(), "inspect", fields{"modules": []fields{
		file("b/warn.rego", "package pss.b\n\nwarn contains \"w\" if input.spec\n\nhelper(x) := x\n"),
		file("a/deny.rego", `# METADATA
# title: Host namespaces
# description: Pods must not share the host's namespaces.
# custom:
#   id: host-namespaces
#   levels: [baseline, 1]
package pss.a

# METADATA
# title: the rule's own
deny contains "one" if input.request.object.spec.hostPID

deny contains "two" if input.request.object.spec.hostIPC

deny_not_this := true
`),
		file("c/old.rego", "# METADATA\n# title: of the rule\npackage c\n\nresponse := {\"allowed\": true}\n"),
		file("a/deny_test.rego", "package pss.a\n\ntest_deny if count(deny) == 0\n"),
		file("a/more.rego", "package pss.a_test\n\ndeny := 1\n"),
		file("a/odd.rego", "package odd\n\ntodo_test_x if true\n\nviolation := 1\n"),
	}})
	same(t, "packages", found.Packages, []packageInfo{
		{"a/deny.rego", "pss.a", []string{"deny", "deny_not_this"}, &annotations{"Host namespaces",
			"Pods must not share the host's namespaces.", fields{"id": "host-namespaces", "levels": []any{"baseline", 1}}}},
		{"b/warn.rego", "pss.b", []string{"helper", "warn"}, nil},
		{"c/old.rego", "c", []string{"response"}, &annotations{Title: "of the rule"}},
	})
	same(t, "entrypoints", found.Entrypoints, []entrypointInfo{
		{"c/response", "c", "response", "response", "c/old.rego", 5, []string{}},
		{"pss/a/deny", "pss.a", "deny", "deny", "a/deny.rego", 11, []string{"admission"}},
		{"pss/a/deny_not_this", "pss.a", "deny_not_this", "deny", "a/deny.rego", 15, []string{}},
		{"pss/b/warn", "pss.b", "warn", "warn", "b/warn.rego", 3, []string{"object"}},
	})
}

func TestInspectKnowsWhatARuleDecidesByTheBeginningOfItsName(t *testing.T) {
	found := must[inspected](t, newEngine(), "inspect", fields{"modules": []fields{
		file("a.rego", `package main

deny_root contains "r" if input.spec.root

violation_old contains "o" if input.request.old

warn_soon contains "s" if input.spec

deny_all(x) := x

response_late := {}

denylist := []

warn_ := true
`),
	}})
	kinds := map[string]string{}
	for _, entrypoint := range found.Entrypoints {
		kinds[entrypoint.Rule] = entrypoint.Kind
	}
	same(t, "kinds", kinds, map[string]string{"deny_root": "deny", "violation_old": "violation", "warn_soon": "warn", "warn_": "warn"})
}

func TestInspectNamesEveryFormOfAnEntrypointButFunctions(t *testing.T) {
	found := must[inspected](t, newEngine(), "inspect", fields{"v0": true, "modules": []fields{
		file("a.rego", "package a\n\nviolation[{\"msg\": msg}] {\n\tmsg := input.review.object.kind\n}\n"),
		file("b.rego", "package b\n\ndeny = true {\n\tinput.spec\n}\n\ndefault deny = false\n"),
		file("c.rego", "package c\n\ndeny(x) = x\n"),
		file("d.rego", "package d\n\ndeny[msg] = 1 {\n\tmsg := input.spec[_]\n}\n"),
	}})
	refs := []string{}
	for _, entrypoint := range found.Entrypoints {
		refs = append(refs, entrypoint.Ref)
	}
	same(t, "refs", refs, []string{"a/violation", "b/deny", "d/deny"})
}

func TestInspectRefusesModulesThatDoNotCompile(t *testing.T) {
	failed := fails(t, "inspect", fields{"modules": []fields{file("x.rego", "package x\n\ndeny if y\n")}}, "bad-input")
	if failed.Message != "x.rego:3: rego_unsafe_var_error: var y is unsafe" || len(failed.Details.Diagnostics) != 1 {
		t.Errorf("got %+v", failed)
	}
}
