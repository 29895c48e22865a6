package mutants

import (
	"sort"

	"github.com/antlr4-go/antlr/v4"
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/parser/gen"
)

// syntax is an expression as cel-go's lexer and parser see it. The tree says where each operator is, and the tokens where what it is applied to
// begins and ends. Places are code points.
type syntax struct {
	text   []rune
	root   ast.Expr
	info   *ast.SourceInfo
	tokens []token
	// calls are the tokens that begin the arguments of a call.
	calls map[int]bool
}

type token struct{ kind, start, stop int }

// span is from start up to stop.
type span struct{ start, stop int }

func parse(env *cel.Env, expression string) (*syntax, error) {
	parsed, issues := env.Parse(expression)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	native := parsed.NativeRep()
	s := &syntax{text: []rune(expression), root: native.Expr(), info: native.SourceInfo(), tokens: tokensOf(expression), calls: map[int]bool{}}
	ast.PreOrderVisit(s.root, ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.CallKind && (e.AsCall().IsMemberFunction() || !isOperator(e.AsCall().FunctionName())) {
			s.calls[s.tokenOf(e)] = true
		}
	}))
	return s, nil
}

func tokensOf(expression string) []token {
	lexer := gen.NewCELLexer(antlr.NewInputStream(expression))
	lexer.RemoveErrorListeners()
	var tokens []token
	for next := lexer.NextToken(); next.GetTokenType() != antlr.TokenEOF; next = lexer.NextToken() {
		if next.GetChannel() == antlr.TokenDefaultChannel {
			tokens = append(tokens, token{next.GetTokenType(), next.GetStart(), next.GetStop() + 1})
		}
	}
	return tokens
}

// isOperator is true of functions that are not written as calls.
func isOperator(function string) bool {
	if _, found := operators.FindReverse(function); found {
		return true
	}
	return function == operators.OptSelect || function == operators.OptIndex
}

func (s *syntax) of(at span) string { return string(s.text[at.start:at.stop]) }

// at is the token that begins at a place, or the one after it.
func (s *syntax) at(place int) int {
	return sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].start >= place })
}

// tokenOf is the token that the parser notes for an expression: an operator, an opening bracket, or what it begins with.
func (s *syntax) tokenOf(e ast.Expr) int {
	offset, _ := s.info.GetOffsetRange(e.ID())
	return s.at(int(offset.Start))
}

// inner is an expression without the parentheses around it.
func (s *syntax) inner(e ast.Expr) span {
	own := s.tokenOf(e)
	switch e.Kind() {
	case ast.CallKind:
		return s.call(e.AsCall(), own)
	case ast.SelectKind:
		return span{s.outer(e.AsSelect().Operand()).start, s.tokens[own+1].stop}
	case ast.ListKind, ast.MapKind:
		return span{s.tokens[own].start, s.closing(own)}
	case ast.StructKind:
		first := own - 1
		for first > 0 && s.kind(first-1) == gen.CELLexerDOT {
			first = max(0, first-2)
		}
		return span{s.tokens[first].start, s.closing(own)}
	case ast.LiteralKind:
		if s.kind(own) == gen.CELLexerMINUS {
			return span{s.tokens[own].start, s.tokens[own+1].stop}
		}
	}
	return span{s.named(own), s.tokens[own].stop}
}

func (s *syntax) call(call ast.CallExpr, own int) span {
	args := call.Args()
	switch name := call.FunctionName(); {
	case call.IsMemberFunction():
		return span{s.outer(call.Target()).start, s.closing(own)}
	case name == operators.LogicalNot || name == operators.Negate:
		return span{s.tokens[own].start, s.outer(args[0]).stop}
	case name == operators.Index || name == operators.OptIndex:
		return span{s.outer(args[0]).start, s.closing(own)}
	case name == operators.OptSelect:
		return span{s.outer(args[0]).start, s.tokens[s.tokenOf(args[1])].stop}
	case isOperator(name):
		return span{s.outer(args[0]).start, s.outer(args[len(args)-1]).stop}
	default:
		return span{s.named(own - 1), s.closing(own)}
	}
}

// outer is an expression with the parentheses that are around it alone.
func (s *syntax) outer(e ast.Expr) span {
	at := s.inner(e)
	for {
		before, after := s.at(at.start)-1, s.at(at.stop)
		if s.kind(before) != gen.CELLexerLPAREN || s.kind(after) != gen.CELLexerRPAREN || s.calls[before] {
			return at
		}
		at = span{s.tokens[before].start, s.tokens[after].stop}
	}
}

// named is where a name begins that may have a dot before it, as a name of the whole environment has.
func (s *syntax) named(at int) int {
	if s.kind(at) == gen.CELLexerIDENTIFIER && s.kind(at-1) == gen.CELLexerDOT && (at == 1 || !s.ends(at-2)) {
		at--
	}
	return s.tokens[at].start
}

// ends says that something may end with the token, so that a dot behind it selects.
func (s *syntax) ends(at int) bool {
	switch s.kind(at) {
	case gen.CELLexerIDENTIFIER, gen.CELLexerRPAREN, gen.CELLexerRPRACKET, gen.CELLexerRBRACE, gen.CELLexerSTRING, gen.CELLexerESC_IDENTIFIER:
		return true
	}
	return false
}

func (s *syntax) kind(at int) int {
	if at < 0 || at >= len(s.tokens) {
		return antlr.TokenEOF
	}
	return s.tokens[at].kind
}

// closing is where the bracket ends that an opening one belongs to.
func (s *syntax) closing(open int) int {
	depth := 0
	for i := open; i < len(s.tokens); i++ {
		switch s.tokens[i].kind {
		case gen.CELLexerLPAREN, gen.CELLexerLBRACKET, gen.CELLexerLBRACE:
			depth++
		case gen.CELLexerRPAREN, gen.CELLexerRPRACKET, gen.CELLexerRBRACE:
			depth--
		}
		if depth == 0 {
			return s.tokens[i].stop
		}
	}
	return len(s.text)
}

// variables are the names of those that the expression uses.
func (s *syntax) variables() []string {
	var names []string
	ast.PreOrderVisit(s.root, ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.SelectKind {
			return
		}
		if of := e.AsSelect().Operand(); of.Kind() == ast.IdentKind && of.AsIdent() == "variables" {
			names = append(names, e.AsSelect().FieldName())
		}
	}))
	return names
}
