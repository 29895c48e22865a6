package mutants

import (
	"strings"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
)

// edit writes another text in place of a part of an expression.
type edit struct {
	operator string
	at       span
	with     string
	original string
}

// editor walks the tree of an expression and gathers edits.
type editor struct {
	*syntax
	found []edit
}

// edits are all of an expression; boolean says that the expression as a whole is a condition.
func (s *syntax) edits(boolean bool) []edit {
	e := &editor{syntax: s}
	if boolean {
		e.condition(s.root)
	}
	e.walk(s.root)
	return e.found
}

func (s *syntax) apply(edit edit) string {
	return string(s.text[:edit.at.start]) + edit.with + string(s.text[edit.at.stop:])
}

func (e *editor) add(operator string, at span, with string) {
	if e.of(at) != with {
		e.found = append(e.found, edit{operator, at, with, e.of(at)})
	}
}

func (e *editor) walk(expr ast.Expr) {
	switch expr.Kind() {
	case ast.CallKind:
		e.call(expr, expr.AsCall())
	case ast.SelectKind:
		e.walk(expr.AsSelect().Operand())
	case ast.ListKind:
		e.items(expr, expr.AsList().Elements())
	case ast.MapKind:
		e.entries(expr)
	case ast.StructKind:
		for _, field := range expr.AsStruct().Fields() {
			e.walk(field.AsStructField().Value())
		}
	case ast.LiteralKind:
		e.literal(expr)
	}
}

func (e *editor) call(expr ast.Expr, call ast.CallExpr) {
	if call.IsMemberFunction() {
		e.member(expr, call)
		return
	}
	args := call.Args()
	switch name := call.FunctionName(); name {
	case operators.LogicalAnd, operators.LogicalOr:
		e.chain(expr, name)
		return
	case operators.Conditional:
		e.branches(expr, args)
	case operators.LogicalNot:
		e.add(negate, e.inner(expr), e.of(e.outer(args[0])))
	case operators.In:
		e.add(membership, e.inner(expr), "!("+e.of(e.inner(expr))+")")
	case operators.Add:
		e.terms(expr)
		return
	case operators.OptSelect:
		e.walk(args[0])
		return
	case "has":
		if len(args) == 1 {
			e.add(guard, e.inner(expr), "true")
			return
		}
	default:
		e.infix(expr, name)
	}
	for _, arg := range args {
		e.walk(arg)
	}
}

// condition says the opposite of what decides something. What says so already in another way is left to that.
func (e *editor) condition(expr ast.Expr) {
	switch expr.Kind() {
	case ast.LiteralKind:
		return
	case ast.CallKind:
		call := expr.AsCall()
		if call.IsMemberFunction() {
			break
		}
		switch call.FunctionName() {
		case operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.In, operators.Equals, operators.NotEquals,
			operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
			return
		case operators.Conditional:
			e.condition(call.Args()[1])
			e.condition(call.Args()[2])
			return
		}
	}
	e.add(negate, e.inner(expr), "!"+e.of(e.inner(expr)))
}

// chain forgets each operand of a && b && c, and takes the other operator for all.
func (e *editor) chain(expr ast.Expr, name string) {
	operands := e.operands(expr, name)
	parts := make([]string, len(operands))
	for i, operand := range operands {
		parts[i] = e.of(e.outer(operand))
	}
	e.forgetting(condition, operands)
	e.add(logic, e.inner(expr), e.rejoined(operands, other[name]))
	for _, operand := range operands {
		e.condition(operand)
		// Of &&, a guard is forgotten already.
		if !isGuard(operand) || name == operators.LogicalOr {
			e.walk(operand)
		} else if operand.AsCall().IsMemberFunction() {
			e.walk(operand.AsCall().Target())
		}
	}
}

var other = map[string]string{operators.LogicalAnd: "||", operators.LogicalOr: "&&"}

// operands are those that an operator joins, without those in parentheses of their own.
func (e *editor) operands(expr ast.Expr, name string) []ast.Expr {
	var found []ast.Expr
	for _, arg := range expr.AsCall().Args() {
		if isCallOf(arg, name) && e.inner(arg) == e.outer(arg) {
			found = append(found, e.operands(arg, name)...)
		} else {
			found = append(found, arg)
		}
	}
	return found
}

// forgetting takes each operand away, with the operator behind it or, of the last, before it.
func (e *editor) forgetting(operator string, operands []ast.Expr) {
	for i, operand := range operands {
		at := e.outer(operand)
		if i+1 < len(operands) {
			at.stop = e.outer(operands[i+1]).start
		} else {
			at.start = e.outer(operands[i-1]).stop
		}
		e.add(operator, at, "")
	}
}

// rejoined are the operands with another operator between them; blanks, line breaks and comments stay.
func (e *editor) rejoined(operands []ast.Expr, operator string) string {
	var joined strings.Builder
	for i, operand := range operands {
		at := e.outer(operand)
		if i > 0 {
			before := e.outer(operands[i-1])
			old := e.tokens[e.syntax.at(before.stop)]
			joined.WriteString(e.of(span{before.stop, old.start}) + operator + e.of(span{old.stop, at.start}))
		}
		joined.WriteString(e.of(at))
	}
	return joined.String()
}

// branches take one branch whatever the condition, and each in place of the other.
func (e *editor) branches(expr ast.Expr, args []ast.Expr) {
	at := e.inner(expr)
	yes, no := e.of(e.outer(args[1])), e.of(e.outer(args[2]))
	e.add(ternary, at, yes)
	e.add(ternary, at, no)
	if isCallOf(args[2], operators.Conditional) && e.inner(args[2]) == e.outer(args[2]) {
		no = "(" + no + ")"
	}
	first, second := e.outer(args[1]), e.outer(args[2])
	e.add(ternary, span{first.start, second.stop}, no+e.of(span{first.stop, second.start})+yes)
}

// terms forgets each operand of a + b + c.
func (e *editor) terms(expr ast.Expr) {
	operands := e.operands(expr, operators.Add)
	e.forgetting(term, operands)
	for _, operand := range operands {
		e.walk(operand)
	}
}

var infix = map[string]struct {
	operator string
	texts    []string
}{
	operators.Equals:        {comparison, []string{"!="}},
	operators.NotEquals:     {comparison, []string{"=="}},
	operators.Less:          {comparison, []string{"<=", ">="}},
	operators.LessEquals:    {comparison, []string{"<", ">"}},
	operators.Greater:       {comparison, []string{">=", "<="}},
	operators.GreaterEquals: {comparison, []string{">", "<"}},
	operators.Subtract:      {arithmetic, []string{"+"}},
	operators.Multiply:      {arithmetic, []string{"/"}},
	operators.Divide:        {arithmetic, []string{"*"}},
	operators.Modulo:        {arithmetic, []string{"*"}},
}

func (e *editor) infix(expr ast.Expr, name string) {
	own := e.tokens[e.tokenOf(expr)]
	for _, text := range infix[name].texts {
		e.add(infix[name].operator, span{own.start, own.stop}, text)
	}
}

func isCallOf(expr ast.Expr, name string) bool {
	return expr.Kind() == ast.CallKind && !expr.AsCall().IsMemberFunction() && expr.AsCall().FunctionName() == name
}
