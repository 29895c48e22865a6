package main

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// scope is one rule under walk, with the local names that the input itself goes by.
type scope struct {
	*reach
	names map[ast.Var]bool
}

// parameter takes the input for an argument: a name for it, or a pattern whose keys are read from it.
func (s scope) parameter(arg *ast.Term) {
	switch value := arg.Value.(type) {
	case ast.Var:
		s.names[value] = true
	case ast.Object:
		for _, key := range value.Keys() {
			s.key(key)
		}
	}
}

// learn finds the names that are set equal to the input, until there are no more.
func (s scope) learn(body ast.Body) {
	for before := -1; before < len(s.names); {
		before = len(s.names)
		ast.WalkExprs(body, func(expr *ast.Expr) bool {
			if (expr.IsEquality() || expr.IsAssignment()) && len(expr.Operands()) == 2 {
				s.name(expr.Operand(0), expr.Operand(1))
				s.name(expr.Operand(1), expr.Operand(0))
			}
			return false
		})
	}
}

func (s scope) name(term, value *ast.Term) {
	if variable, ok := term.Value.(ast.Var); ok && s.isInput(value) {
		s.names[variable] = true
	}
}

// isInput reports whether a term is the input itself, not something in it.
func (s scope) isInput(term *ast.Term) bool {
	switch value := term.Value.(type) {
	case ast.Var:
		return s.names[value] || value.Equal(ast.InputRootDocument.Value)
	case ast.Ref:
		rest, ok := s.within(value, s.names)
		return ok && len(rest) == 0
	}
	return false
}

// walk gathers what a part of the rule reads.
func (s scope) walk(part any) {
	ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case *ast.Expr:
			return s.expr(node)
		case ast.Ref:
			s.ref(node)
			return true
		case ast.Var:
			s.whole = s.whole || s.names[node]
		}
		return false
	}).Walk(part)
}

// expr handles what a visitor alone would misread, and reports whether nothing of the expression is left to walk.
func (s scope) expr(expr *ast.Expr) bool {
	if replaced, values := replacesInput(expr); replaced {
		for _, value := range values {
			s.walk(value)
		}
		return true
	}
	if !expr.IsCall() {
		return false
	}
	for _, with := range expr.With {
		s.walk(with)
	}
	s.call(expr)
	return true
}

// replacesInput: under `with input as x`, nothing that is read is the rule's own input but x.
func replacesInput(expr *ast.Expr) (bool, []*ast.Term) {
	replaced := false
	var values []*ast.Term
	for _, with := range expr.With {
		target, ok := with.Target.Value.(ast.Ref)
		replaced = replaced || ok && target.Equal(ast.InputRootRef)
		values = append(values, with.Value)
	}
	return replaced, values
}

func (s scope) call(expr *ast.Expr) {
	operator, operands := expr.Operator(), expr.Operands()
	given := make([]bool, len(operands))
	for i, operand := range operands {
		given[i] = s.isInput(operand)
		if !given[i] {
			s.walk(operand)
		}
	}
	if operator.HasPrefix(ast.DefaultRootRef) {
		for _, function := range s.rules(operator) {
			s.rule(function, given)
		}
		return
	}
	if operator.Equal(ast.ObjectGet.Ref()) && given[0] {
		s.get(operands[1])
		given[0] = false
	}
	if !expr.IsEquality() && !expr.IsAssignment() {
		for _, whole := range given {
			s.whole = s.whole || whole
		}
	}
}

// get is `object.get(input, key or path, …)`.
func (s scope) get(key *ast.Term) {
	if path, ok := key.Value.(*ast.Array); ok && path.Len() > 0 {
		key = path.Elem(0)
	}
	s.key(key)
}

func (s scope) key(key *ast.Term) {
	if name, ok := key.Value.(ast.String); ok {
		s.keys[string(name)] = true
	} else {
		s.whole = true
	}
}

func (s scope) ref(ref ast.Ref) {
	for _, term := range ref[1:] {
		s.walk(term)
	}
	rest, ok := s.within(ref, s.names)
	switch {
	case !ok && ref.HasPrefix(ast.DefaultRootRef):
		s.document(ref)
	case !ok:
	case len(rest) == 0:
		s.whole = true
	default:
		s.key(rest[0])
	}
	if ok && ref.HasPrefix(ast.DefaultRootRef) {
		s.document(ref)
	}
}
