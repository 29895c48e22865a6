package main

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// whole forgets a rule where others of its name are left, a default and an `else`, and goes on with what is in them.
func (e *editor) whole(rule *ast.Rule) {
	switch {
	case rule.Default:
		if start, _, ok := e.span(rule.Location); ok {
			if _, end, ok := e.span(rule.Head.Location); ok {
				e.add(e.annotated(rule, start), end, "default", "")
			}
		}
	case e.names[fullName(e.tree, rule)] > 1:
		if start, end, ok := e.span(rule.Location); ok {
			e.add(e.annotated(rule, start), e.endOf(rule, end), "rule", "")
		}
	}
	e.head(rule)
	e.walk(e.bodyOf(rule))
	for otherwise := rule.Else; otherwise != nil; otherwise = otherwise.Else {
		e.otherwise(otherwise)
		e.head(otherwise)
		e.walk(e.bodyOf(otherwise))
	}
}

// annotated is where a rule begins with the METADATA above it: left alone, they would be those of the next one. Those of the whole document
// OPA gives to every rule of it.
func (e *editor) annotated(rule *ast.Rule, start int) int {
	lines := strings.SplitAfter(e.module.Text, "\n")
	for _, each := range rule.Annotations {
		row := each.Location.Row
		if row < rule.Location.Row && !slices.ContainsFunc(lines[row-1:rule.Location.Row-1], isCode) {
			start = min(start, len(strings.Join(lines[:row-1], "")))
		}
	}
	return start
}

func isCode(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && !strings.HasPrefix(line, "#")
}

// endOf is where a rule ends: OPA gives `f("x")` the place of its name.
func (e *editor) endOf(rule *ast.Rule, end int) int {
	if len(rule.Head.Args) == 0 || strings.ContainsRune(e.text(rule.Location), '(') {
		return end
	}
	for _, arg := range rule.Head.Args {
		if _, last, ok := e.span(arg.Location); ok {
			end = max(end, last)
		}
	}
	if closing := strings.IndexByte(e.module.Text[end:], ')'); closing >= 0 {
		end += closing + 1
	}
	return end
}

func (e *editor) otherwise(rule *ast.Rule) {
	start, end, ok := e.span(rule.Location)
	if !ok || !strings.HasPrefix(e.module.Text[start:], "else") {
		return
	}
	if rule.Else != nil {
		end = rule.Else.Location.Offset
	}
	e.add(start, end, "else", "")
}

// head walks what a rule gives. A text that a rule of verdicts gives is a message.
func (e *editor) head(rule *ast.Rule) {
	for _, part := range []*ast.Term{rule.Head.Key, rule.Head.Value} {
		if part == nil {
			continue
		}
		if _, isText := part.Value.(ast.String); isText && kindOf(ruleName(rule)) != "" {
			e.said(part)
		} else {
			e.walk(part)
		}
	}
}

// bodyOf is the body with its places. OPA gives all of `if x` behind `else` the place of the whole rule, so that is read again.
func (e *editor) bodyOf(rule *ast.Rule) ast.Body {
	if len(rule.Body) == 0 {
		return nil
	}
	head, start, known := e.span(rule.Head.Location)
	if rule.Body[0].Location != rule.Location {
		return e.written(rule.Body, head, start)
	}
	_, end, ok := e.span(rule.Location)
	if !known || !ok {
		return nil
	}
	if rule.Else != nil {
		end = rule.Else.Location.Offset
	}
	if end <= start {
		return nil
	}
	before, after, isIf := strings.Cut(e.module.Text[start:end], "if")
	if !isIf || strings.TrimSpace(before) != "" {
		return nil
	}
	blank := []byte(e.module.Text[:start+len(before)+len("if")])
	for i, each := range blank {
		if each != '\n' {
			blank[i] = ' '
		}
	}
	body, err := ast.ParseBodyWithOpts(string(blank)+after, e.module.parserOptions())
	if err != nil {
		return nil
	}
	return body
}

// written is a body that stands behind its head. The one that OPA makes of `true` where there is none has a place in the head; so has,
// in Rego v0, the second of two bodies, whose head has its place.
func (e *editor) written(body ast.Body, head, end int) ast.Body {
	start, _, ok := e.span(body[0].Location)
	if ok && (start >= end || e.module.Text[head] == '{') {
		return body
	}
	return nil
}
