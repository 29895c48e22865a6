package mutants

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/manifest/source"
	celgo "github.com/google/cel-go/cel"
	"k8s.io/apimachinery/pkg/util/version"
)

// maker makes the mutants of sources.
type maker struct {
	release *version.Version
	parser  *celgo.Env
	found   []Mutant
	// documents are those that take part.
	documents []*written
	// known are the texts that are there already: two slips may come to the same.
	known map[string]bool
}

func newMaker(sources []source.Source, named []source.Named, release *version.Version) (*maker, error) {
	parser, err := cel.ParserFor(release)
	if err != nil {
		return nil, err
	}
	m := &maker{release: release, parser: parser, found: []Mutant{}, known: map[string]bool{}}
	for i := range sources {
		m.known[sources[i].Text] = true
		for _, document := range documentsOf(&sources[i]) {
			if document.takesPart(named) {
				document.slimmed = document.slim()
				m.documents = append(m.documents, &document)
			}
		}
	}
	return m, nil
}

// make makes the mutants of a document that takes part.
func (m *maker) make(document *written, policies *cel.Policies) error {
	if policy := document.policyOf(policies); policy != nil {
		changes, err := m.expressions(document, policy)
		if err != nil {
			return err
		}
		for i := range changes {
			m.add(document, &changes[i])
		}
	}
	changes := changesOf(document.value)
	for i := range changes {
		if m.takes(document, &changes[i]) {
			m.add(document, &changes[i])
		}
	}
	return nil
}

// takesPart is true of a policy that judges, and of its bindings.
func (w *written) takesPart(named []source.Named) bool {
	kind, _ := w.value["kind"].(string)
	policy, isBinding := strings.CutSuffix(kind, "Binding")
	name := w.name()
	if isBinding {
		name, _ = valueAt(w.value, []any{"spec", "policyName"}).(string)
	}
	here := slices.ContainsFunc(named, func(each source.Named) bool {
		return each.Path == w.source.Path && each.Line == w.line && each.Name == w.name() && each.Kind == kind
	})
	return here && slices.ContainsFunc(named, func(each source.Named) bool { return each.Name == name && each.Kind == policy })
}

func (w *written) name() string {
	name, _ := valueAt(w.value, []any{"metadata", "name"}).(string)
	return name
}

// policyOf is the policy that a document holds; a binding holds none.
func (w *written) policyOf(policies *cel.Policies) *cel.Written {
	for _, each := range policies.All() {
		kind, called := "ValidatingAdmissionPolicy", ""
		if each.Validating != nil {
			called = each.Validating.Name
		} else {
			kind, called = "MutatingAdmissionPolicy", each.Mutating.Name
		}
		if called == w.name() && kind == w.value["kind"] {
			return &each
		}
	}
	return nil
}

// expressions are the changes of a policy's expressions that the server compiles.
func (m *maker) expressions(document *written, policy *cel.Written) ([]change, error) {
	bench, err := cel.NewBench(policy, m.release)
	if err != nil {
		return nil, err
	}
	var changes []change
	trees := make([]*syntax, len(bench.Expressions))
	for i := range bench.Expressions {
		path := pathOf(bench.Expressions[i].Field)
		text, _ := valueAt(document.value, path).(string)
		if trees[i], err = parse(m.parser, text); err != nil {
			return nil, fmt.Errorf("%s: %w", bench.Expressions[i].Field, err)
		}
	}
	telling := tellers(bench.Expressions, trees)
	for i, tree := range trees {
		for _, each := range tree.edits(bench.Expressions[i].Boolean()) {
			if !bench.Takes(i, tree.apply(each)) {
				continue
			}
			operator := each.operator
			if telling[i] {
				operator = message
			}
			changes = append(changes, change{operator: operator, path: pathOf(bench.Expressions[i].Field), edit: &each})
		}
	}
	return changes, nil
}

// tellers are the expressions that only messages and audit annotations hang on.
func tellers(expressions []cel.Expression, trees []*syntax) []bool {
	telling := make([]bool, len(expressions))
	decides := map[string]bool{}
	for i := len(expressions) - 1; i >= 0; i-- {
		telling[i] = expressions[i].Tells || expressions[i].Variable != "" && !decides[expressions[i].Variable]
		if !telling[i] {
			for _, name := range trees[i].variables() {
				decides[name] = true
			}
		}
	}
	return telling
}

// add makes a change, once.
func (m *maker) add(document *written, c *change) {
	made := document.with(c)
	if m.known[made.text] {
		return
	}
	m.known[made.text] = true
	m.found = append(m.found, Mutant{
		Path: document.source.Path, Line: made.line, Column: made.column, Policy: document.name(), Field: fieldOf(c.path),
		Operator: c.operator, Original: made.original, Replacement: made.replacement, Text: made.text,
	})
}

// pathOf takes a field such as `spec.validations[0].expression` apart.
func pathOf(field string) []any {
	var path []any
	for _, step := range strings.FieldsFunc(field, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		if index, err := strconv.Atoi(step); err == nil {
			path = append(path, index)
		} else {
			path = append(path, step)
		}
	}
	return path
}

func fieldOf(path []any) string {
	var field strings.Builder
	for i, step := range path {
		switch typed := step.(type) {
		case int:
			fmt.Fprintf(&field, "[%d]", typed)
		case string:
			if i > 0 {
				field.WriteByte('.')
			}
			field.WriteString(typed)
		}
	}
	return field.String()
}
