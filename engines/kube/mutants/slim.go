package mutants

import (
	"encoding/json"
	"strings"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/manifest/source"
)

// slim is a document whose expressions are as short as they can be: whether the server takes what is around them does not hang on them, and compiling
// them takes most of the time.
func (w *written) slim() map[string]any {
	value := w.value
	put := func(with any, path ...any) {
		if valueAt(value, path) != nil {
			value = (&change{path: path, with: with}).changed(value).(map[string]any)
		}
	}
	put([]any{}, "spec", "variables")
	for list, field := range map[string]string{"matchConditions": "expression", "validations": "expression"} {
		elements, _ := valueAt(value, []any{"spec", list}).([]any)
		for i := range elements {
			put("true", "spec", list, i, field)
			put("''", "spec", list, i, "messageExpression")
		}
	}
	annotations, _ := valueAt(value, []any{"spec", "auditAnnotations"}).([]any)
	for i := range annotations {
		put("''", "spec", "auditAnnotations", i, "valueExpression")
	}
	mutations, _ := valueAt(value, []any{"spec", "mutations"}).([]any)
	for i := range mutations {
		put("Object{}", "spec", "mutations", i, "applyConfiguration", "expression")
		put("[JSONPatch{op: 'remove', path: '/a'}]", "spec", "mutations", i, "jsonPatch", "expression")
	}
	return value
}

// takes asks the server for a change beside the expressions, with all that takes part.
func (m *maker) takes(document *written, c *change) bool {
	var stream strings.Builder
	for _, each := range m.documents {
		value := any(each.slimmed)
		if each == document {
			value = c.changed(value)
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			return false
		}
		stream.WriteString("---\n" + string(encoded) + "\n")
	}
	_, _, problems := cel.Parse([]source.Source{{Path: document.source.Path, Text: stream.String()}}, m.release)
	return len(problems) == 0
}
