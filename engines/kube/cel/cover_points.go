package cel

import (
	"strings"
	"unicode"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
)

// point is a part of an expression that is not always evaluated when what is around it is, or the whole.
type point struct {
	expr ast.Expr
	// condition says that both outcomes count.
	condition bool
	// within is the index of the point around it; -1 for the whole.
	within int
	hits   int
	// outcomes are how often it was true, and how often false.
	outcomes [2]int
}

// pointsOf are those of an expression: the whole, operands of `&&` and `||`, what `?:` asks and its branches, and what is asked of, or made of,
// the elements of a list. A literal is none but as the whole, and never a condition.
func pointsOf(tree *ast.AST, condition bool) []*point {
	found := &finder{tree: tree, exprs: map[int64]ast.Expr{}}
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) { found.exprs[e.ID()] = e }))
	found.add(tree.Expr(), condition && !isConstant(tree.Expr()), -1)
	return found.points
}

type finder struct {
	tree *ast.AST
	// exprs are all, by id.
	exprs  map[int64]ast.Expr
	points []*point
}

func (f *finder) point(e ast.Expr, condition bool, within int) {
	if !isConstant(e) {
		f.add(e, condition, within)
	}
}

func (f *finder) add(e ast.Expr, condition bool, within int) {
	f.points = append(f.points, &point{expr: e, condition: condition, within: within})
	f.inside(e, condition, len(f.points)-1)
}

// isConstant is true of what has one value, so that it says nothing that the condition before it does not.
func isConstant(e ast.Expr) bool {
	return e.Kind() == ast.LiteralKind || e.Kind() == ast.ListKind && e.AsList().Size() == 0 || e.Kind() == ast.MapKind && e.AsMap().Size() == 0
}

// inside finds the points in an expression. Condition says that it is known as one, so that what only turns it round is none.
func (f *finder) inside(e ast.Expr, condition bool, within int) {
	if macro, known := f.tree.SourceInfo().GetMacroCall(e.ID()); known && macro.AsCall().IsMemberFunction() {
		f.macro(e, macro.AsCall(), within)
		return
	}
	switch e.Kind() {
	case ast.CallKind:
		f.call(e.AsCall(), condition, within)
	case ast.SelectKind:
		f.inside(e.AsSelect().Operand(), false, within)
	case ast.ListKind:
		for _, element := range e.AsList().Elements() {
			f.inside(element, false, within)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			f.inside(entry.AsMapEntry().Key(), false, within)
			f.inside(entry.AsMapEntry().Value(), false, within)
		}
	case ast.StructKind:
		for _, each := range e.AsStruct().Fields() {
			f.inside(each.AsStructField().Value(), false, within)
		}
	}
}

func (f *finder) call(call ast.CallExpr, condition bool, within int) {
	args := call.Args()
	switch call.FunctionName() {
	case operators.LogicalAnd, operators.LogicalOr:
		for _, operand := range args {
			f.operand(operand, call.FunctionName(), within)
		}
	case operators.LogicalNot:
		if condition {
			f.inside(args[0], true, within)
		} else {
			f.point(args[0], true, within)
		}
	case operators.Conditional:
		f.point(args[0], true, within)
		for _, branch := range args[1:] {
			f.point(branch, condition || f.tree.GetType(branch.ID()).IsExactType(types.BoolType), within)
		}
	default:
		if call.IsMemberFunction() {
			f.inside(call.Target(), false, within)
		}
		for _, argument := range args {
			f.inside(argument, false, within)
		}
	}
}

// operand is one of a chain, which is a tree.
func (f *finder) operand(e ast.Expr, operator string, within int) {
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operator {
		for _, operand := range e.AsCall().Args() {
			f.operand(operand, operator, within)
		}
		return
	}
	f.point(e, true, within)
}

// predicates are the macros whose first argument after the names of variables is asked of elements.
var predicates = map[string]bool{"all": true, "exists": true, "exists_one": true, "existsOne": true, "filter": true}

// macro is an expression as it is written: what it is about, then names, then what is asked or made of each element.
func (f *finder) macro(e ast.Expr, call ast.CallExpr, within int) {
	if target := f.exprs[call.Target().ID()]; target != nil {
		f.inside(target, false, within)
	}
	names := 1
	if e.Kind() == ast.ComprehensionKind && e.AsComprehension().HasIterVar2() {
		names = 2
	}
	rest := call.Args()[min(names, len(call.Args())):]
	for i, argument := range rest {
		if written := f.exprs[argument.ID()]; written != nil {
			f.point(written, predicates[call.FunctionName()] || i == 0 && len(rest) > 1, within)
		}
	}
}

// startOf is the character of an expression's text that a part begins with, without what is only parentheses.
func startOf(e ast.Expr, info *ast.SourceInfo, text []rune) int {
	if macro, known := info.GetMacroCall(e.ID()); known && macro.AsCall().IsMemberFunction() {
		return startOf(macro.AsCall().Target(), info, text)
	}
	switch e.Kind() {
	case ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			return startOf(call.Target(), info, text)
		}
		if _, isOperator := operators.FindReverse(call.FunctionName()); isOperator && len(call.Args()) > 1 {
			return startOf(call.Args()[0], info, text)
		}
	case ast.SelectKind:
		if _, known := info.GetMacroCall(e.ID()); !known {
			return startOf(e.AsSelect().Operand(), info, text)
		}
	}
	place, known := info.GetOffsetRange(e.ID())
	if !known {
		return -1
	}
	return nameAt(int(place.Start), text)
}

// nameAt is where the name begins that stands before a bracket or a dot.
func nameAt(at int, text []rune) int {
	if at < 0 || at >= len(text) || !strings.ContainsRune("({.", text[at]) {
		return at
	}
	first := at
	for first > 0 && (text[first-1] == '_' || text[first-1] == '.' || unicode.IsLetter(text[first-1]) || unicode.IsDigit(text[first-1])) {
		first--
	}
	return first
}
