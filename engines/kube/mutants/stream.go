package mutants

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"assay.dev/engines/manifest"
	"assay.dev/engines/manifest/source"
	yamlv3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

// written is a document, and where it stands in its stream.
type written struct {
	source *source.Source
	// index is its place among the documents of the stream.
	index int
	line  int
	value map[string]any
	// start and stop are the bytes of the document; text and root are there only where it stands alone between them.
	start, stop int
	text        string
	root        *yamlv3.Node
}

// documentsOf are the documents of a source, as kubectl reads them.
func documentsOf(from *source.Source) []written {
	var all []written
	for i, document := range manifest.Read(from.Text) {
		var value map[string]any
		if document.Error != "" || json.Unmarshal(document.Object, &value) != nil {
			continue
		}
		one := written{source: from, index: i, line: document.Line, value: value}
		one.find()
		all = append(all, one)
	}
	return all
}

// find looks for the text of the document alone. It is not there for an item of a List, and not where JSON values follow each other.
func (w *written) find() {
	start := 0
	for range w.line - 1 {
		start += strings.IndexByte(w.source.Text[start:], '\n') + 1
	}
	stop := len(w.source.Text)
	if next := strings.Index(w.source.Text[start:], "\n---"); next >= 0 {
		stop = start + next + 1
	}
	text := w.source.Text[start:stop]
	var root yamlv3.Node
	if !reads(text, w.value) || len(manifest.Read(text)) != 1 || yamlv3.Unmarshal([]byte(text), &root) != nil || len(root.Content) == 0 {
		return
	}
	w.start, w.stop, w.text, w.root = start, stop, text, root.Content[0]
}

// reads says whether a text is read as a value.
func reads(text string, want any) bool {
	encoded, err := yaml.YAMLToJSONStrict([]byte(text))
	if err != nil {
		return false
	}
	var got any
	return json.Unmarshal(encoded, &got) == nil && reflect.DeepEqual(got, want)
}

// outcome is a stream with one change in it.
type outcome struct {
	text                  string
	line, column          int
	original, replacement string
}

// between is what separates elements: it is no part of what is shown.
const between = ", \n"

// with makes a change: in the text as it is written where that gives what is meant, else in the document written anew.
func (w *written) with(c *change) outcome {
	want := c.changed(w.value)
	for _, each := range w.splices(c) {
		if text := w.text[:each.start] + each.with + w.text[each.stop:]; reads(text, want) {
			line, column := placeOf(w.source.Text, w.start+each.start+each.skipped(c))
			original, replacement := c.shown(strings.Trim(w.text[each.start:each.stop], between), strings.TrimRight(each.with, between))
			return outcome{w.source.Text[:w.start] + text + w.source.Text[w.stop:], line, column, original, replacement}
		}
	}
	original, replacement := c.shown(asYAML(valueAt(w.value, c.path)), asYAML(valueAt(want, c.path)))
	if c.gone {
		replacement = ""
	}
	return outcome{w.anew(want), w.lineOf(c.path), 0, original, replacement}
}

// shown are the texts that an edit of an expression is about; else what the change makes of the document.
func (c *change) shown(original, replacement string) (string, string) {
	if c.edit == nil {
		return original, replacement
	}
	return c.edit.original, c.edit.with
}

// anew writes the document once more, and where it does not stand alone, the whole stream.
func (w *written) anew(value any) string {
	if w.root != nil {
		return w.source.Text[:w.start] + asYAML(value) + "\n" + w.source.Text[w.stop:]
	}
	var parts []string
	for i, document := range manifest.Read(w.source.Text) {
		if i == w.index {
			parts = append(parts, asYAML(value)+"\n")
			continue
		}
		converted, _ := yaml.JSONToYAML(document.Object)
		parts = append(parts, string(converted))
	}
	return strings.Join(parts, "---\n")
}

func asYAML(value any) string {
	if value == nil {
		return ""
	}
	// What was read is written without fail.
	encoded, _ := yaml.Marshal(value)
	return strings.TrimSpace(string(encoded))
}

// lineOf is the line of the deepest part of a path that is there.
func (w *written) lineOf(path []any) int {
	line, node := w.line, w.root
	for _, step := range path {
		key, value := childOf(node, step)
		if value == nil {
			break
		}
		node, line = value, w.line+key.Line-1
	}
	return line
}

// placeOf is 1-based and in characters.
func placeOf(text string, at int) (line, column int) {
	before := text[:at]
	return 1 + strings.Count(before, "\n"), 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
}

func sortedKeys(values map[string]any) []string { return slices.Sorted(maps.Keys(values)) }
