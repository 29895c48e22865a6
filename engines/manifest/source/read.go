package source

import (
	"strconv"
	"strings"

	"assay.dev/engines/manifest"
	"go.yaml.in/yaml/v3"
)

// Read splits sources into documents as kubectl reads them. What is no document is a problem.
func Read(sources []Source) ([]Document, []Problem) {
	var documents []Document
	problems := []Problem{}
	for i := range sources {
		source := &sources[i]
		for _, document := range manifest.Read(source.Text) {
			if document.Error != "" {
				problems = append(problems, Problem{Path: source.Path, Line: document.Line, Message: document.Error})
				continue
			}
			documents = append(documents, Document{Path: source.Path, Line: document.Line, JSON: document.Object, text: source.Text})
		}
	}
	return documents, problems
}

// Problem puts a message at a field of the document, such as `spec.validations[0].expression`, or at the deepest part of it that is there.
func (d *Document) Problem(message, field string) Problem {
	return Problem{Path: d.Path, Line: d.Line + lineIn(from(d.text, d.Line), field) - 1, Message: message}
}

// from is a text from a line on.
func from(text string, line int) string {
	for ; line > 1; line-- {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

// TextLine is the line of the file on which the text of a field begins, and whether each line of that text has a line of its own there.
func (d *Document) TextLine(field string) (int, bool) {
	node, line := find(from(d.text, d.Line), field)
	if node == nil || node.Style&yaml.LiteralStyle == 0 {
		return d.Line + line - 1, false
	}
	return d.Line + node.Line, true
}

// lineIn finds the line of a field in the first document of a text, 1-based.
func lineIn(text, field string) int {
	_, line := find(text, field)
	return line
}

// find is the value of a field in the first document of a text, nil where it is not there, and the line of the deepest part of it that is.
func find(text, field string) (*yaml.Node, int) {
	var root yaml.Node
	if field == "" || yaml.NewDecoder(strings.NewReader(text)).Decode(&root) != nil || len(root.Content) == 0 {
		return nil, 1
	}
	node, line := root.Content[0], 1
	for _, step := range strings.FieldsFunc(field, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		child, childLine := childOf(node, step)
		if child == nil {
			return nil, line
		}
		node, line = child, childLine
	}
	return node, line
}

// childOf is the value of a key or the element of a list, and the line on which it is introduced.
func childOf(node *yaml.Node, step string) (*yaml.Node, int) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1], node.Content[i].Line
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(node.Content) {
			return node.Content[i], node.Content[i].Line
		}
	case yaml.AliasNode:
		return childOf(node.Alias, step)
	}
	return nil, 0
}
