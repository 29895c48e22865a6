package source

import (
	"strings"
	"testing"
)

const ways = `kind: a comment before
---
literal: |-
  first &&

    second
folded: >-
  first &&
  second
plain: first &&
  second
double: "first == \"it\" &&
  second"
single: 'first == ''it'' &&

  second'
escaped: "first\nsecond"
list:
  - é: "äß" # a comment
    text: x && second
unknown: "\x41 second"
nested: {more: 1}
`

func TestEachCharacterOfATextHasItsPlaceHoweverItIsWritten(t *testing.T) {
	documents, _ := Read([]Source{{Path: "p.yaml", Text: ways}})
	for field, want := range map[string]struct {
		text         string
		line, column int
	}{
		"literal":      {"first &&\n\n  second", 6, 5},
		"folded":       {"first && second", 9, 3},
		"plain":        {"first && second", 11, 3},
		"double":       {`first == "it" && second`, 13, 3},
		"single":       {"first == 'it' &&\nsecond", 16, 3},
		"escaped":      {"first\nsecond", 17, 18},
		"list[0].text": {"x && second", 20, 16},
	} {
		places := documents[1].Places(field)
		at := len([]rune(want.text[:strings.Index(want.text, "second")]))
		line, column := places.Of(at)
		if line != want.line || column != want.column {
			t.Errorf("`second` of `%s` is at %d:%d, want %d:%d", field, line, column, want.line, want.column)
		}
	}
}

func TestWhatCannotBeFoundIsWhereTheTextBegins(t *testing.T) {
	documents, _ := Read([]Source{{Path: "p.yaml", Text: ways}})
	for field, want := range map[string][2]int{"unknown": {21, 10}, "nested": {22, 0}, "nested.nothing": {22, 0}, "plain": {10, 8}} {
		places := documents[1].Places(field)
		if line, column := places.Of(1000); line != want[0] || column != want[1] {
			t.Errorf("`%s` is at %d:%d, want %v", field, line, column, want)
		}
	}
	if line, column := documents[1].Places("unknown").Of(2); line != 21 || column != 10 {
		t.Errorf("after an escape that is not known: %d:%d", line, column)
	}
}
