package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// mutant is a module with one slip in it. Line and Column are 1-based and in characters.
type mutant struct {
	Number      int    `json:"number"`
	Path        string `json:"path"`
	Line        int    `json:"line"`
	Column      int    `json:"column"`
	Operator    string `json:"operator"`
	Original    string `json:"original"`
	Replacement string `json:"replacement"`
	Text        string `json:"text"`
}

// mutantsAsked is the body of the op `mutants`.
type mutantsAsked struct {
	sources
	Paths     []string      `json:"paths"`
	Operators []string      `json:"operators"`
	Numbers   []int         `json:"numbers"`
	Prepare   []askedHandle `json:"prepare"`
	Data      documents     `json:"data"`
	Strict    bool          `json:"strict"`
}

// mutants answers the op `mutants`. The places come from OPA's syntax tree and only they are written anew; what OPA then does not
// parse or compile is left out.
func (e *engine) mutants(body json.RawMessage) (any, error) {
	var asked mutantsAsked
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	original, err := asked.original()
	if err != nil {
		return nil, err
	}
	if err := original.readHandles(asked.Prepare); err != nil {
		return nil, err
	}
	names := ruleCounts(original.parsed)
	found, kept, number := []mutant{}, []compiledMutant{}, 0
	for _, m := range original.modules {
		tree := original.parsed[m.Path]
		if !slices.Contains(asked.Paths, m.Path) || isTest(tree, m.Path) {
			continue
		}
		edits := editsOf(m, tree, names)
		for i := range edits {
			edits[i].number = number
			number++
		}
		edits = slices.DeleteFunc(edits, func(edit edit) bool { return !asked.wants(edit) })
		for _, made := range original.compiling(m, edits) {
			found, kept = append(found, made.edit.mutant(m)), append(kept, made)
		}
	}
	e.keep(append(kept, compiledMutant{compiler: original.compiler}), asked.Prepare, original.store, rego.StrictBuiltinErrors(asked.Strict))
	return map[string]any{"mutants": found}, nil
}

// wants: unless they are named, slips in what is only said are none in what is decided.
func (asked mutantsAsked) wants(edit edit) bool {
	switch {
	case asked.Numbers != nil && !slices.Contains(asked.Numbers, edit.number):
		return false
	case asked.Operators == nil:
		return edit.operator != "message"
	}
	return slices.Contains(asked.Operators, edit.operator)
}

// original compiles the modules as they are, with the documents that they are to stand beside.
func (asked mutantsAsked) original() (*original, error) {
	parsed, err := asked.parseAll()
	if err != nil {
		return nil, err
	}
	modules, err := asked.sorted()
	if err != nil {
		return nil, err
	}
	store := newStore(asked.Data)
	compiler, err := withoutConflicts(context.Background(), newCompiler(), store)
	if err != nil {
		return nil, err
	}
	if err := compileAll(compiler, parsed); err != nil {
		return nil, err
	}
	return &original{modules, parsed, compiler, groupsOf(compiler, parsed), store, nil}, nil
}

func (e edit) in(text string) string { return text[:e.start] + e.replacement + text[e.end:] }

func (e edit) mutant(m module) mutant {
	before := m.Text[:e.start]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return mutant{
		Number: e.number, Path: m.Path, Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(line),
		Operator: e.operator, Original: m.Text[e.start:e.end], Replacement: e.replacement, Text: e.in(m.Text),
	}
}

// ruleCounts says how often each rule is written, by package and name.
func ruleCounts(parsed map[string]*ast.Module) map[string]int {
	counts := map[string]int{}
	for _, m := range parsed {
		for _, rule := range m.Rules {
			counts[fullName(m, rule)]++
		}
	}
	return counts
}

func fullName(m *ast.Module, rule *ast.Rule) string {
	return m.Package.Path.String() + "." + rule.Head.Ref().GroundPrefix().String()
}
