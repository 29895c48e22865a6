package source

import (
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// Places tells where each character of a field's text stands in the file, whatever way the text is written: after `|` or `>`, in quotes or plain.
// What it cannot find, it puts where the text begins.
func (d *Document) Places(field string) Places {
	text := from(d.text, d.Line)
	node, line := find(text, field)
	if node == nil || node.Kind != yaml.ScalarNode {
		return Places{first: place{d.Line + line - 1, 0}}
	}
	written := []rune(text)
	at := offset(written, node.Line, node.Column)
	if node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		at = offset(written, node.Line+1, 1)
	}
	found := align([]rune(node.Value), written, at, node.Style)
	made := Places{first: place{d.Line + node.Line - 1, node.Column}}
	before := placeAt(written, 0, place{d.Line, 1}, 0)
	made.all = make([]place, len(found))
	last := 0
	for i, each := range found {
		before = placeAt(written, last, before, each)
		made.all[i], last = before, each
	}
	return made
}

// Places are those of the characters of a text.
type Places struct {
	first place
	all   []place
}

// place is 1-based; a column of 0 is unknown.
type place struct{ line, column int }

// Of is the line and the column of a character, both 1-based; a column of 0 is unknown.
func (p Places) Of(character int) (line, column int) {
	if character < 0 || character >= len(p.all) {
		return p.first.line, p.first.column
	}
	return p.all[character].line, p.all[character].column
}

// align finds each character of a value where it is written. White space may be written otherwise, so that the rest leads; nil where it does not fit.
func align(value, written []rune, at int, style yaml.Style) []int {
	found := make([]int, len(value))
	if style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		at++
	}
	for i, want := range value {
		if unicode.IsSpace(want) {
			found[i] = min(at, len(written)-1)
			continue
		}
		for at < len(written) && unicode.IsSpace(written[at]) {
			at++
		}
		got, length := one(written[at:], style)
		for length > 0 && unicode.IsSpace(got) {
			at += length
			got, length = one(written[at:], style)
		}
		if length == 0 || got != want {
			return nil
		}
		found[i] = at
		at += length
	}
	return found
}

// one is the character that a text begins with, and how many characters it is written in. What YAML reads as white space is a space; of other escapes
// than those of a character alone nothing is known.
func one(written []rune, style yaml.Style) (read rune, length int) {
	switch {
	case len(written) == 0:
		return 0, 0
	case style&yaml.SingleQuotedStyle != 0 && written[0] == '\'':
		return '\'', 2
	case style&yaml.DoubleQuotedStyle == 0 || written[0] != '\\' || len(written) == 1:
		return written[0], 1
	case strings.ContainsRune("\"\\/", written[1]):
		return written[1], 2
	case strings.ContainsRune("ntr \n", written[1]):
		return ' ', 2
	}
	return 0, 0
}

// offset is the character at a line and a column, both 1-based.
func offset(text []rune, line, column int) int {
	at := 0
	for ; line > 1 && at < len(text); at++ {
		if text[at] == '\n' {
			line--
		}
	}
	return min(at+column-1, len(text))
}

// placeAt is the place of a character, from that of one before it.
func placeAt(text []rune, from int, at place, to int) place {
	for _, each := range text[from:to] {
		at.column++
		if each == '\n' {
			at = place{at.line + 1, 1}
		}
	}
	return at
}
