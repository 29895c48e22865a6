package main

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
)

// mutant is a module with one slip in it. Line and Column are 1-based and in characters.
type mutant struct {
	Path        string `json:"path"`
	Line        int    `json:"line"`
	Column      int    `json:"column"`
	Operator    string `json:"operator"`
	Original    string `json:"original"`
	Replacement string `json:"replacement"`
	Text        string `json:"text"`
}

// mutants answers the op `mutants`. The places come from OPA's syntax tree and only they are written anew; what OPA then does not
// parse or compile is left out.
func mutants(body json.RawMessage) (any, error) {
	var asked struct {
		sources
		Paths []string `json:"paths"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	compiler, parsed, err := asked.compiled()
	if err != nil {
		return nil, err
	}
	modules, err := asked.sorted()
	if err != nil {
		return nil, err
	}
	names := ruleCounts(parsed)
	found, needs := []mutant{}, map[string]bool{}
	for _, m := range modules {
		tree := parsed[m.Path]
		if !slices.Contains(asked.Paths, m.Path) {
			continue
		}
		around := needed(compiler, parsed, m.Path)
		for path := range around {
			needs[path] = true
		}
		if isTest(tree, m.Path) {
			continue
		}
		for _, edit := range compiling(m, editsOf(m, tree, names), parsed, around) {
			found = append(found, edit.mutant(m))
		}
	}
	return map[string]any{"mutants": found, "needs": sortedKeys(needs)}, nil
}

func (e edit) in(text string) string { return text[:e.start] + e.replacement + text[e.end:] }

func (e edit) mutant(m module) mutant {
	before := m.Text[:e.start]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return mutant{
		Path: m.Path, Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(line),
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
