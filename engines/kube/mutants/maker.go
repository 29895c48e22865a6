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
	sources []source.Source
	release *version.Version
	parser  *celgo.Env
	found   []Mutant
	// problems is how many the sources have as they are.
	problems int
	// known are the texts that are there already: two slips may come to the same.
	known map[string]bool
}

func newMaker(sources []source.Source, release *version.Version) (*maker, error) {
	parser, err := cel.ParserFor(release)
	if err != nil {
		return nil, err
	}
	return &maker{sources: sources, release: release, parser: parser, found: []Mutant{}, known: map[string]bool{}}, nil
}

// source makes the mutants of one source: of its policies and bindings that the server takes.
func (m *maker) source(at int, policies *cel.Policies, named []source.Named) error {
	m.known = map[string]bool{m.sources[at].Text: true}
	documents := documentsOf(&m.sources[at])
	for i := range documents {
		document := &documents[i]
		if !document.takesPart(named) {
			continue
		}
		name := document.name()
		var made []change
		if policy := policyOf(policies, document, name); policy != nil {
			var err error
			if made, err = m.expressions(document, policy); err != nil {
				return err
			}
		}
		for _, each := range made {
			m.add(document, name, &each, false)
		}
		for _, each := range changesOf(document.value) {
			m.add(document, name, &each, true)
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
		return each.Path == w.source.Path && each.Name == w.name() && each.Kind == kind
	})
	return here && slices.ContainsFunc(named, func(each source.Named) bool { return each.Name == name && each.Kind == policy })
}

func (w *written) name() string {
	name, _ := valueAt(w.value, []any{"metadata", "name"}).(string)
	return name
}

// policyOf is the policy that a document holds; a binding holds none.
func policyOf(policies *cel.Policies, document *written, name string) *cel.Written {
	for _, each := range policies.All() {
		kind, called := "ValidatingAdmissionPolicy", ""
		if each.Validating != nil {
			called = each.Validating.Name
		} else {
			kind, called = "MutatingAdmissionPolicy", each.Mutating.Name
		}
		if called == name && kind == document.value["kind"] {
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
		// The server may have trimmed it.
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

// add makes a change where the server takes what comes of it.
func (m *maker) add(document *written, policy string, c *change, check bool) {
	made := document.with(c)
	if m.known[made.text] || check && !m.takes(document, made.text) {
		return
	}
	m.known[made.text] = true
	m.found = append(m.found, Mutant{
		Path: document.source.Path, Line: made.line, Column: made.column, Policy: policy, Field: fieldOf(c.path),
		Operator: c.operator, Original: made.original, Replacement: made.replacement, Text: made.text,
	})
}

// takes asks the server, with all sources.
func (m *maker) takes(document *written, text string) bool {
	sources := slices.Clone(m.sources)
	for i := range sources {
		if &m.sources[i] == document.source {
			sources[i].Text = text
		}
	}
	_, _, problems := cel.Parse(sources, m.release)
	return len(problems) <= m.problems
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
