package mutants

import (
	"encoding/json"
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
	// operators are those that are wanted; nil: all but `message`.
	operators []string
	policies  *cel.Policies
	// named are the policies and the bindings, and problems how many there are of them.
	named    []source.Named
	problems int
	// documents are those that take part.
	documents []*written
	// known are the texts that are there already: two slips may come to the same.
	known map[string]bool
	found []Mutant
	// made are the policies of what is found.
	made []*cel.Policies
}

func newMaker(sources []source.Source, operators []string, release *version.Version) (*maker, []source.Problem, error) {
	policies, named, problems := cel.Parse(sources, release)
	parser, err := cel.ParserFor(release)
	if err != nil {
		return nil, nil, err
	}
	m := &maker{
		sources: sources, release: release, parser: parser, operators: operators, policies: policies, named: named, problems: len(problems),
		known: map[string]bool{}, found: []Mutant{},
	}
	for i := range sources {
		m.known[sources[i].Text] = true
		for _, document := range documentsOf(&sources[i]) {
			if document.takesPart(named) {
				m.documents = append(m.documents, &document)
			}
		}
	}
	return m, problems, nil
}

// wants says whether slips of a kind are asked for. What changes only what is said is no slip in what is decided.
func (m *maker) wants(operator string) bool {
	if m.operators == nil {
		return operator != message
	}
	return slices.Contains(m.operators, operator)
}

// make makes the mutants of a document that takes part.
func (m *maker) make(document *written) error {
	var bench *cel.Bench
	slim := document.value
	if policy := document.policyOf(m.policies); policy != nil {
		var err error
		if bench, err = cel.NewBench(m.policies, policy, m.release); err != nil {
			return err
		}
		if err := m.expressions(document, bench); err != nil {
			return err
		}
		slim = document.slim(bench)
	}
	changes := changesOf(document.value)
	for i := range changes {
		if c := &changes[i]; m.wants(c.operator) {
			m.add(document, c, func() (*cel.Policies, cel.Fate) {
				encoded, err := json.Marshal(c.changed(slim))
				if err != nil {
					return nil, cel.Refused
				}
				return m.policies.Changed(bench, encoded)
			})
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

// expressions makes the changes of a policy's expressions.
func (m *maker) expressions(document *written, bench *cel.Bench) error {
	trees := make([]*syntax, len(bench.Expressions))
	for i := range bench.Expressions {
		text, _ := valueAt(document.value, pathOf(bench.Expressions[i].Field)).(string)
		var err error
		if trees[i], err = parse(m.parser, text); err != nil {
			return fmt.Errorf("%s: %w", bench.Expressions[i].Field, err)
		}
	}
	telling := tellers(bench.Expressions, trees)
	for i, tree := range trees {
		for _, each := range tree.edits(bench.Boolean(i)) {
			operator := each.operator
			if telling[i] {
				operator = message
			}
			if m.wants(operator) {
				c := &change{operator: operator, path: pathOf(bench.Expressions[i].Field), edit: &each}
				m.add(document, c, func() (*cel.Policies, cel.Fate) { return bench.With(i, tree.apply(each)) })
			}
		}
	}
	return nil
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

// add makes a change that the server takes, once.
func (m *maker) add(document *written, c *change, policies func() (*cel.Policies, cel.Fate)) {
	made, fate := policies()
	if fate == cel.Refused {
		return
	}
	result := document.with(c)
	if m.known[result.text] {
		return
	}
	if fate == cel.Doubtful {
		if made = m.whole(document.source, result.text); made == nil {
			return
		}
	}
	m.known[result.text] = true
	m.made = append(m.made, made)
	m.found = append(m.found, Mutant{
		Path: document.source.Path, Line: result.line, Column: result.column, Policy: document.name(), Field: fieldOf(c.path),
		Operator: c.operator, Original: result.original, Replacement: result.replacement, Text: result.text,
	})
}

// whole compiles everything anew with another text for one of the sources. It is nil where the server refuses what it takes without the change.
func (m *maker) whole(changed *source.Source, text string) *cel.Policies {
	sources := slices.Clone(m.sources)
	for i := range sources {
		if &m.sources[i] == changed {
			sources[i].Text = text
		}
	}
	policies, named, problems := cel.Parse(sources, m.release)
	if len(problems) > m.problems || len(named) < len(m.named) {
		return nil
	}
	return policies
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
