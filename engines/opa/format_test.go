package main

import "testing"

type formatAnswer struct {
	Modules []formatted `json:"modules"`
}

func TestFormatWritesAsOpaDoesAndSaysWhatChanged(t *testing.T) {
	clean := "package b\n\np := true\n"
	got := must[formatAnswer](t, newEngine(), "format", fields{"modules": []fields{
		file("b.rego", clean),
		file("a.rego", "package   a\np  if   {true}"),
		{"path": "c.rego", "text": "package c\n\ndeny[msg] {\n\tmsg := \"no\"\n}\n", "v0": true},
	}})
	same(t, "modules", got.Modules, []formatted{
		{"a.rego", "package a\n\np := true\n", true},
		{"b.rego", clean, false},
		{"c.rego", "package c\n\ndeny[msg] {\n\tmsg := \"no\"\n}\n", false},
	})
}

func TestFormatOfWhatItWroteChangesNothing(t *testing.T) {
	first := must[formatAnswer](t, newEngine(), "format", fields{"modules": []fields{file("x.rego", policy+"\n\n\nq:=1   if {true;  input.x}\n")}})
	again := must[formatAnswer](t, newEngine(), "format", fields{"modules": []fields{file("x.rego", first.Modules[0].Text)}})
	if !first.Modules[0].Changed || again.Modules[0].Changed {
		t.Errorf("first %v, again %v", first.Modules[0].Changed, again.Modules[0].Changed)
	}
}

func TestFormatRefusesWhatDoesNotParseWithItsPlace(t *testing.T) {
	failed := fails(t, "format", fields{"modules": []fields{file("x.rego", "package x\n\np {\n")}}, "bad-input")
	if len(failed.Details.Diagnostics) == 0 || failed.Details.Diagnostics[0].Path != "x.rego" {
		t.Errorf("got %+v", failed.Details)
	}
}
