package cel

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	"github.com/google/cel-go/interpreter"
)

// Part is a part of an expression that was evaluated. In what is asked of elements of a list it is the last one that was asked.
type Part struct {
	Text  string `json:"text"`
	Value string `json:"value"`
	Line  int    `json:"line"`
	// Depth is how far inside of the expression it stands.
	Depth int `json:"depth"`
	// Decides says that the value of the whole comes from it.
	Decides bool `json:"decides,omitempty"`
}

// parts reads the values of an expression's parts.
type parts struct {
	tree    *ast.AST
	state   interpreter.EvalState
	first   int
	literal bool
	found   []Part
}

// read goes down where booleans are made of others, and tells what the last of them are made of. It tells which decides.
func (p *parts) read(e ast.Expr, depth int) {
	p.readBelow(e, depth, true)
}

func (p *parts) readBelow(e ast.Expr, depth int, decides bool) {
	value, known := p.state.Value(e.ID())
	switch e.Kind() {
	case ast.CallKind:
		call := e.AsCall()
		switch call.FunctionName() {
		case operators.LogicalAnd, operators.LogicalOr:
			for _, operand := range p.flat(e, call.FunctionName()) {
				got, evaluated := p.state.Value(operand.ID())
				p.part(operand, depth, decides && known && evaluated && got.Equal(value) == types.True)
			}
		case operators.Add:
			for _, operand := range p.flat(e, operators.Add) {
				p.part(operand, depth, false)
			}
		case operators.LogicalNot:
			p.part(call.Args()[0], depth, decides)
		case operators.Conditional:
			p.part(call.Args()[0], depth, false)
			p.part(call.Args()[1], depth, decides)
			p.part(call.Args()[2], depth, decides)
		default:
			if call.IsMemberFunction() {
				p.part(call.Target(), depth, false)
			}
			for _, argument := range call.Args() {
				p.part(argument, depth, false)
			}
		}
	case ast.ComprehensionKind:
		p.comprehension(e.AsComprehension(), depth, decides)
	}
}

// comprehension tells what was asked of the last element.
func (p *parts) comprehension(of ast.ComprehensionExpr, depth int, decides bool) {
	p.part(of.IterRange(), depth, false)
	step := of.LoopStep()
	if step.Kind() != ast.CallKind {
		return
	}
	call := step.AsCall()
	switch call.FunctionName() {
	case operators.LogicalAnd, operators.LogicalOr:
		p.part(call.Args()[1], depth, decides)
	case operators.Conditional:
		p.part(call.Args()[0], depth, false)
	}
}

// part tells of one part, if it was evaluated and is more than a literal, and then of what is inside.
func (p *parts) part(e ast.Expr, depth int, decides bool) {
	value, evaluated := p.state.Value(e.ID())
	if !evaluated || e.Kind() == ast.LiteralKind {
		return
	}
	text := textOf(e, p.tree)
	if text == "" || text == written(value, 0) {
		return
	}
	p.found = append(p.found, Part{cut(text), shown(value), p.line(e), depth, decides})
	p.readBelow(e, depth+1, decides)
}

// textOf is an expression on one line; empty where it cannot be written.
func textOf(e ast.Expr, tree *ast.AST) string {
	text, err := cel.ExprToString(e, tree.SourceInfo())
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}

func (p *parts) line(e ast.Expr) int {
	if !p.literal {
		return p.first
	}
	return p.first + max(p.tree.SourceInfo().GetStartLocation(firstOf(e)).Line(), 1) - 1
}

// firstOf is the part of an expression that stands first in its text: a call has the place of its name or sign.
func firstOf(e ast.Expr) int64 {
	if e.Kind() == ast.CallKind {
		call := e.AsCall()
		if call.IsMemberFunction() {
			return firstOf(call.Target())
		}
		if args := call.Args(); len(args) > 1 {
			return firstOf(args[0])
		}
	}
	if e.Kind() == ast.SelectKind {
		return firstOf(e.AsSelect().Operand())
	}
	if e.Kind() == ast.ComprehensionKind {
		return firstOf(e.AsComprehension().IterRange())
	}
	return e.ID()
}

// flat are the operands of a chain of one operator.
func (p *parts) flat(e ast.Expr, operator string) []ast.Expr {
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != operator {
		return []ast.Expr{e}
	}
	var all []ast.Expr
	for _, argument := range e.AsCall().Args() {
		all = append(all, p.flat(argument, operator)...)
	}
	return all
}

const longestValue = 200

func cut(text string) string {
	if runes := []rune(text); len(runes) > longestValue {
		return string(runes[:longestValue]) + "…"
	}
	return text
}

func shown(value ref.Val) string { return cut(written(value, 0)) }

const deepest = 4

// written is a value as it is written in CEL.
func written(value ref.Val, depth int) string {
	if depth > deepest {
		return "…"
	}
	switch typed := value.(type) {
	case nil:
		return ""
	case types.String:
		return strconv.Quote(string(typed))
	case types.Null:
		return "null"
	case *types.Err:
		return "error: " + typed.String()
	case *types.Optional:
		if !typed.HasValue() {
			return "optional.none()"
		}
		return "optional.of(" + written(typed.GetValue(), depth) + ")"
	case traits.Mapper:
		return entries(typed, depth)
	case traits.Lister:
		items := []string{}
		for each := typed.Iterator(); each.HasNext() == types.True; {
			items = append(items, written(each.Next(), depth+1))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case types.Bool, types.Int, types.Uint, types.Double:
		return fmt.Sprint(typed.Value())
	}
	return "<" + value.Type().TypeName() + ">"
}

func entries(of traits.Mapper, depth int) string {
	items := []string{}
	for each := of.Iterator(); each.HasNext() == types.True; {
		key := each.Next()
		if found, ok := of.Find(key); ok {
			items = append(items, written(key, depth+1)+": "+written(found, depth+1))
		}
	}
	sort.Strings(items)
	return "{" + strings.Join(items, ", ") + "}"
}
