package main

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// body turns `some x in xs` into `every x in xs`, for which what follows must hold.
func (e *editor) body(body ast.Body) {
	for _, expr := range body[:max(0, len(body)-1)] {
		some, isSome := expr.Terms.(*ast.SomeDecl)
		if !isSome || len(expr.With) > 0 || !isMembership(some) {
			continue
		}
		start, end, ok := e.span(expr.Location)
		_, last, found := e.span(body[len(body)-1].Location)
		if !ok || !found || last < end || !strings.HasPrefix(e.module.Text[start:], "some") {
			continue
		}
		follows := strings.TrimPrefix(strings.TrimLeft(e.module.Text[end:last], " \t"), ";")
		e.add(start, last, "quantifier", "every"+e.module.Text[start+len("some"):end]+" {"+follows+closing(follows, "}"))
	}
}

// expr negates and drops what a body asks for.
func (e *editor) expr(expr *ast.Expr) (done bool) {
	text := e.text(expr.Location)
	switch terms := expr.Terms.(type) {
	case *ast.Every:
		e.every(expr, terms)
		e.drop(expr)
		return false
	case *ast.SomeDecl:
		return !isMembership(terms)
	case *ast.Not:
		e.positive(expr)
	case *ast.Term:
		e.negate(expr, "negate")
	case []*ast.Term:
		if expr.Negated {
			break
		}
		switch operator := terms[0].String(); {
		case operator == ast.Member.Name || operator == ast.MemberWithKey.Name:
			e.negate(expr, "membership")
		case infix[e.text(terms[0].Location)] != nil || expr.IsAssignment() || expr.IsEquality():
		case operator == "print":
			return true
		default:
			e.negate(expr, "negate")
		}
		if expr.IsAssignment() && isMessage(terms[1]) {
			if _, isText := terms[2].Value.(ast.String); isText {
				e.said(terms[2])
				return true
			}
		}
	}
	if expr.Negated {
		e.positive(expr)
	}
	if text != "true" && !e.binds(expr) {
		e.drop(expr)
	}
	return false
}

// drop lets what was asked for be so.
func (e *editor) drop(expr *ast.Expr) { e.replace(expr.Location, "condition", "true") }

func (e *editor) negate(expr *ast.Expr, operator string) {
	text := e.text(expr.Location)
	if !expr.Negated && text != "" && text != "true" && text != "false" {
		e.replace(expr.Location, operator, "not "+text)
	}
}

// positive takes `not` away.
func (e *editor) positive(expr *ast.Expr) {
	text := e.text(expr.Location)
	without, ok := strings.CutPrefix(text, "not")
	if !ok {
		return
	}
	operator := "negate"
	if terms, isCall := expr.Terms.([]*ast.Term); isCall && strings.HasPrefix(terms[0].String(), ast.Member.Name) {
		operator = "membership"
	}
	e.replace(expr.Location, operator, strings.TrimLeft(without, " \t\r\n"))
}

// binds: without a new name's value nothing that uses it compiles; one that nothing uses decides nothing.
func (e *editor) binds(expr *ast.Expr) bool {
	if !expr.IsAssignment() {
		return false
	}
	_, isName := expr.Operand(0).Value.(ast.Var)
	return isName
}

// every asks for one element where all were asked for. A comprehension is an expression wherever `every` is one.
func (e *editor) every(expr *ast.Expr, every *ast.Every) {
	start, end, ok := e.span(expr.Location)
	_, domain, found := e.span(every.Domain.Location)
	if !ok || !found || len(expr.With) > 0 || len(every.Body) == 0 || domain > end {
		return
	}
	declared, inner, isBody := strings.Cut(e.module.Text[domain:end], "{")
	if !isBody || strings.TrimSpace(declared) != "" || !strings.HasSuffix(inner, "}") {
		return
	}
	inner = strings.TrimSuffix(inner, "}")
	element := strings.TrimPrefix(e.module.Text[start:domain], "every")
	separator := ";"
	if strings.HasPrefix(strings.TrimLeft(inner, " \t\r"), "\n") {
		separator = ""
	}
	e.add(start, end, "quantifier", fmt.Sprintf("count([true | some%s%s%s]) > 0", element, separator, inner))
}

// closing puts a bracket where a comment cannot take it in.
func closing(text, bracket string) string {
	if strings.Contains(text, "\n") {
		return "\n" + bracket
	}
	return " " + bracket
}

func isMembership(some *ast.SomeDecl) bool {
	_, isCall := some.Symbols[0].Value.(ast.Call)
	return isCall
}

func isMessage(name *ast.Term) bool {
	return name.Value.Compare(ast.Var("msg")) == 0 || name.Value.Compare(ast.Var("message")) == 0
}
