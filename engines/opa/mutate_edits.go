package main

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// edit writes another text in place of a part of a module.
type edit struct {
	start, end  int
	operator    string
	replacement string
	// rule is the name of the rule that it is in.
	rule string
	// number is its place among all that can be made of the modules.
	number int
}

// editor walks a module's syntax tree and gathers edits. Its file is what every operator's file builds on.
type editor struct {
	module module
	tree   *ast.Module
	names  map[string]int
	found  []edit
	// rule is the name of the rule that is walked.
	rule string
	// message: what is walked only makes a text that is said.
	message bool
}

// editsOf are all edits of a module, by place and operator, each once.
func editsOf(m module, tree *ast.Module, names map[string]int) []edit {
	e := &editor{module: m, tree: tree, names: names}
	for _, rule := range tree.Rules {
		e.rule = ruleName(rule)
		e.whole(rule)
	}
	slices.SortFunc(e.found, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.operator, b.operator), cmp.Compare(a.end, b.end),
			cmp.Compare(a.replacement, b.replacement))
	})
	return slices.Compact(e.found)
}

// span is where the text of a location stands. OPA gives nodes that it made itself the location of another, and what is in
// brackets an offset within them: where text and offset do not meet, ok is false.
func (e *editor) span(at *ast.Location) (start, end int, ok bool) {
	if at == nil || len(at.Text) == 0 || at.Offset > len(e.module.Text) {
		return 0, 0, false
	}
	start = at.Offset
	for !strings.HasPrefix(e.module.Text[start:], string(at.Text)) {
		if start == 0 || !bytes.ContainsRune([]byte("( \t\r\n"), rune(e.module.Text[start-1])) {
			return 0, 0, false
		}
		start--
	}
	return start, start + len(at.Text), true
}

func (e *editor) text(at *ast.Location) string {
	if start, end, ok := e.span(at); ok {
		return e.module.Text[start:end]
	}
	return ""
}

// replace writes another text for a node.
func (e *editor) replace(at *ast.Location, operator, replacement string) {
	if start, end, ok := e.span(at); ok {
		e.add(start, end, operator, replacement)
	}
}

func (e *editor) add(start, end int, operator, replacement string) {
	if e.message {
		operator = "message"
	}
	if e.module.Text[start:end] != replacement {
		e.found = append(e.found, edit{start, end, operator, replacement, e.rule, 0})
	}
}

// said walks what only makes a text.
func (e *editor) said(node any) {
	before := e.message
	e.message = true
	e.walk(node)
	e.message = before
}

func (e *editor) walk(node any) {
	ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case ast.Body:
			e.body(node)
		case *ast.Expr:
			return e.expr(node)
		case *ast.Term:
			return e.term(node)
		}
		return false
	}).Walk(node)
}
