package mutants

import (
	"slices"
	"strings"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
)

var (
	quantifiers = map[string]string{"all": "exists", "exists": "all", "exists_one": "exists"}
	functions   = map[string]string{"startsWith": "endsWith", "endsWith": "startsWith", "min": "max", "max": "min"}
	// cleaning are functions that are easily forgotten.
	cleaning = []string{"lowerAscii", "upperAscii", "trim"}
)

// member changes what is called on something: macros, optional values, functions.
func (e *editor) member(expr ast.Expr, call ast.CallExpr) {
	name, args := call.FunctionName(), call.Args()
	at, target := e.inner(expr), call.Target()
	own := e.tokens[e.tokenOf(expr)-1]
	switch {
	case quantifiers[name] != "":
		e.add(quantifier, span{own.start, own.stop}, quantifiers[name])
	case functions[name] != "":
		e.add(function, span{own.start, own.stop}, functions[name])
	case slices.Contains(cleaning, name):
		e.add(function, at, e.of(e.outer(target)))
	case name == "filter":
		e.add(filter, at, e.of(e.outer(target)))
	case name == "orValue":
		e.withoutDefault(at, target)
	case name == "hasValue":
		e.add(guard, at, "true")
	}
	e.walk(target)
	e.arguments(name, args)
}

func (e *editor) arguments(name string, args []ast.Expr) {
	if quantifiers[name] != "" || name == "filter" {
		e.condition(args[len(args)-1])
	}
	for _, arg := range args {
		if name == "matches" {
			e.anchors(arg)
		}
		e.walk(arg)
	}
}

// withoutDefault reads a value as if it were there: without the marks that it may not be, or where those are elsewhere, with value().
func (e *editor) withoutDefault(at span, target ast.Expr) {
	whole := e.outer(target)
	marks := e.marks(target)
	if len(marks) == 0 {
		e.add(fallback, at, e.of(whole)+".value()")
		return
	}
	e.add(fallback, at, e.without(whole, marks))
	// Behind one mark everything is optional: it makes a difference to forget the first where there is another.
	if first := marks[len(marks)-1]; len(marks) > 1 {
		e.add(optional, span{first.start, first.stop}, "")
	}
}

// marks are the question marks of a chain of fields, the last one first.
func (e *editor) marks(expr ast.Expr) []token {
	switch expr.Kind() {
	case ast.SelectKind:
		return e.marks(expr.AsSelect().Operand())
	case ast.CallKind:
		call := expr.AsCall()
		if call.IsMemberFunction() {
			return nil
		}
		switch call.FunctionName() {
		case operators.OptSelect, operators.OptIndex:
			return append([]token{e.tokens[e.tokenOf(expr)+1]}, e.marks(call.Args()[0])...)
		case operators.Index:
			return e.marks(call.Args()[0])
		}
	}
	return nil
}

// without is a text with some tokens left out; they are given from the last to the first.
func (e *editor) without(at span, tokens []token) string {
	var kept strings.Builder
	start := at.start
	for _, each := range slices.Backward(tokens) {
		kept.WriteString(e.of(span{start, each.start}))
		start = each.stop
	}
	return kept.String() + e.of(span{start, at.stop})
}

// anchors forgets that a pattern is held to the beginning or the end.
func (e *editor) anchors(arg ast.Expr) {
	if arg.Kind() != ast.LiteralKind {
		return
	}
	value, isText := arg.AsLiteral().(types.String)
	at := e.inner(arg)
	written := e.of(at)
	if !isText {
		return
	}
	if strings.HasPrefix(string(value), "^") {
		e.add(pattern, at, strings.Replace(written, "^", "", 1))
	}
	if last := strings.LastIndex(written, "$"); last >= 0 && strings.HasSuffix(string(value), "$") {
		e.add(pattern, at, written[:last]+written[last+1:])
	}
}

// isGuard: has() and hasValue() ask whether something is there.
func isGuard(expr ast.Expr) bool {
	if expr.Kind() != ast.CallKind {
		return false
	}
	call := expr.AsCall()
	return call.FunctionName() == "has" && len(call.Args()) == 1 || call.IsMemberFunction() && call.FunctionName() == "hasValue"
}
