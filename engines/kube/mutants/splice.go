package mutants

import (
	"encoding/json"
	"strconv"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"
)

// splice writes another text in place of some bytes of a document. Whether that is the change that was meant, its reading tells.
type splice struct {
	start, stop int
	with        string
	// text is the document.
	text string
}

// skipped are the blanks before what is left out, and the comma.
func (s splice) skipped(c *change) int {
	if !c.gone {
		return 0
	}
	replaced := s.text[s.start:s.stop]
	return len(replaced) - len(strings.TrimLeft(replaced, between))
}

// splices are the ways to make a change, the one that leaves the most as it is written first.
func (w *written) splices(c *change) []splice {
	if w.root == nil {
		return nil
	}
	parent := w.node(c.path[:len(c.path)-1])
	if parent == nil {
		return nil
	}
	key, node := childOf(parent, c.path[len(c.path)-1])
	var found []splice
	switch {
	case node == nil:
		found = w.inserted(parent, c)
	case c.gone && parent.Kind == yamlv3.SequenceNode:
		found = append(w.flowElement(parent, c.path[len(c.path)-1].(int)), w.block(node, true)...)
	case c.gone:
		found = w.block(key, false)
	default:
		found = w.scalar(node, c)
	}
	for i := range found {
		found[i].text = w.text
	}
	return found
}

func (w *written) node(path []any) *yamlv3.Node {
	node := w.root
	for _, step := range path {
		if _, node = childOf(node, step); node == nil {
			return nil
		}
	}
	return node
}

// childOf is what is below a key or an index, with the key.
func childOf(node *yamlv3.Node, step any) (key, value *yamlv3.Node) {
	if node == nil {
		return nil, nil
	}
	switch typed := step.(type) {
	case string:
		for i := 0; node.Kind == yamlv3.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == typed {
				return node.Content[i], node.Content[i+1]
			}
		}
	case int:
		if node.Kind == yamlv3.SequenceNode && typed < len(node.Content) {
			return node.Content[typed], node.Content[typed]
		}
	}
	return nil, nil
}

// scalar replaces a part of a text, or all of it.
func (w *written) scalar(node *yamlv3.Node, c *change) []splice {
	at, with := span{0, len([]rune(node.Value))}, ""
	if c.edit != nil {
		at, with = c.edit.at, c.edit.with
	} else {
		with, _ = c.with.(string)
	}
	runes := []rune(node.Value)
	before, replaced := string(runes[:at.start]), string(runes[at.start:at.stop])
	if node.Style&yamlv3.LiteralStyle != 0 {
		return w.literal(node, before, replaced, with)
	}
	start := w.offset(node.Line, node.Column)
	if start >= len(w.text) {
		return nil
	}
	whole, _ := json.Marshal(c.value(node.Value))
	opening, stop := 0, start+len(node.Value)
	if quote := w.text[start]; quote == '"' || quote == '\'' {
		opening, stop = 1, closingQuote(w.text, start)
	}
	first := start + opening + len(before)
	if first+len(replaced) > len(w.text) || stop > len(w.text) {
		return nil
	}
	found := []splice{{start: start, stop: stop, with: unescapedHTML(string(whole))}}
	if w.text[first:first+len(replaced)] == replaced {
		found = append([]splice{{start: first, stop: first + len(replaced), with: with}}, found...)
	}
	return found
}

var htmlEscapes = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")

func unescapedHTML(encoded string) string { return htmlEscapes.Replace(encoded) }

// closingQuote is the byte after the quote that ends a quoted text.
func closingQuote(text string, start int) int {
	quote := text[start]
	for i := start + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}

// literal replaces a part of a text that begins after a bar, of which each line stands on a line of its own.
func (w *written) literal(node *yamlv3.Node, before, replaced, with string) []splice {
	indent := ""
	for line := range strings.SplitSeq(w.text[w.offset(node.Line+1, 1):], "\n") {
		if trimmed := strings.TrimLeft(line, " "); trimmed != "" {
			indent = line[:len(line)-len(trimmed)]
			break
		}
	}
	place := func(text string) int {
		lines := strings.Count(text, "\n")
		last := text[strings.LastIndexByte(text, '\n')+1:]
		at := w.offset(node.Line+1+lines, 1)
		if last == "" && !strings.HasPrefix(w.text[at:], indent) {
			return at
		}
		return at + len(indent) + len(last)
	}
	start, stop := place(before), place(before+replaced)
	if start > stop || stop > len(w.text) {
		return nil
	}
	return []splice{{start: start, stop: stop, with: strings.ReplaceAll(with, "\n", "\n"+indent)}}
}

// inserted puts a key that is not there before the others of its mapping.
func (w *written) inserted(parent *yamlv3.Node, c *change) []splice {
	key, _ := c.path[len(c.path)-1].(string)
	value, _ := c.with.(string)
	if parent.Kind != yamlv3.MappingNode || len(parent.Content) == 0 || key == "" {
		return nil
	}
	first := parent.Content[0]
	at := w.offset(first.Line, first.Column)
	separator := "\n" + strings.Repeat(" ", first.Column-1)
	if parent.Style&yamlv3.FlowStyle != 0 {
		// So it is JSON too.
		key, value, separator = strconv.Quote(key), strconv.Quote(value), ", "
	}
	return []splice{{start: at, stop: at, with: key + ": " + value + separator}}
}

// flowElement leaves out an element of a list in brackets.
func (w *written) flowElement(list *yamlv3.Node, i int) []splice {
	if list.Style&yamlv3.FlowStyle == 0 {
		return nil
	}
	start := w.offset(list.Content[i].Line, list.Content[i].Column)
	if i+1 < len(list.Content) {
		next := list.Content[i+1]
		return []splice{{start: start, stop: w.offset(next.Line, next.Column)}}
	}
	stop := w.endOf(list.Content[i])
	if i > 0 {
		start = w.endOf(list.Content[i-1])
	}
	return []splice{{start: start, stop: stop}}
}

// endOf is where the text of a node in brackets ends.
func (w *written) endOf(node *yamlv3.Node) int {
	start := w.offset(node.Line, node.Column)
	if start < len(w.text) && (w.text[start] == '"' || w.text[start] == '\'') {
		return closingQuote(w.text, start)
	}
	return min(len(w.text), start+len(node.Value))
}

// block leaves out the lines of a key or of an element: from its own to the next one that is not deeper.
func (w *written) block(node *yamlv3.Node, element bool) []splice {
	start := w.offset(node.Line, 1)
	depth := node.Column - 1
	first, _, _ := strings.Cut(w.text[start:], "\n")
	if element {
		if depth = strings.IndexByte(first, '-'); depth < 0 {
			return nil
		}
	}
	stop := start
	at := start
	for i, line := range strings.SplitAfter(w.text[start:], "\n") {
		trimmed := strings.TrimLeft(line, " ")
		indent := len(line) - len(trimmed)
		content := strings.TrimSpace(trimmed)
		deeper := indent > depth || !element && indent == depth && strings.HasPrefix(trimmed, "- ")
		if i > 0 && content != "" && !deeper && content[0] != '#' {
			break
		}
		at += len(line)
		if i == 0 || content != "" && deeper {
			stop = at
		}
	}
	return []splice{{start: start, stop: stop}}
}

// offset is the byte at a line and a column, both 1-based; columns are characters.
func (w *written) offset(line, column int) int {
	at := 0
	for range line - 1 {
		next := strings.IndexByte(w.text[at:], '\n')
		if next < 0 {
			return len(w.text)
		}
		at += next + 1
	}
	for i := range w.text[at:] {
		if column == 1 {
			return at + i
		}
		column--
	}
	return len(w.text)
}
