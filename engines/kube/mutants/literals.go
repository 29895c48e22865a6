package mutants

import (
	"strconv"
	"strings"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/parser/gen"
)

// literal takes another value.
func (e *editor) literal(expr ast.Expr) {
	at := e.inner(expr)
	switch value := expr.AsLiteral().(type) {
	case types.Bool:
		e.add(boolean, at, strconv.FormatBool(!bool(value)))
	case types.Int:
		for _, each := range []int64{int64(value) + 1, int64(value) - 1, 0} {
			if each != int64(value) {
				e.add(number, at, strconv.FormatInt(each, 10))
			}
		}
	case types.Uint:
		e.add(number, at, strconv.FormatUint(uint64(value)+1, 10)+"u")
		if value > 0 {
			e.add(number, at, strconv.FormatUint(uint64(value)-1, 10)+"u")
			e.add(number, at, "0u")
		}
	case types.Double:
		e.add(number, at, decimal(float64(value)+1))
		e.add(number, at, decimal(float64(value)-1))
		e.add(number, at, "0.0")
	case types.String:
		if value == "" {
			e.add(text, at, "'mutated'")
		} else {
			e.add(text, at, "''")
		}
	}
}

func decimal(value float64) string {
	written := strconv.FormatFloat(value, 'g', -1, 64)
	if !strings.ContainsAny(written, ".e") {
		written += ".0"
	}
	return written
}

// items forgets each element of a literal list.
func (e *editor) items(list ast.Expr, elements []ast.Expr) {
	places := make([]span, len(elements))
	for i, element := range elements {
		places[i] = e.marked(e.outer(element))
	}
	e.separated(list, places, "[]")
	for _, element := range elements {
		e.walk(element)
	}
}

// entries forgets each entry of a literal map.
func (e *editor) entries(literal ast.Expr) {
	entries := literal.AsMap().Entries()
	places := make([]span, len(entries))
	for i, entry := range entries {
		pair := entry.AsMapEntry()
		places[i] = e.marked(span{e.outer(pair.Key()).start, e.outer(pair.Value()).stop})
	}
	e.separated(literal, places, "{}")
	for _, entry := range entries {
		e.walk(entry.AsMapEntry().Key())
		e.walk(entry.AsMapEntry().Value())
	}
}

// marked is what is there only if its value is, with the mark that says so.
func (e *editor) marked(at span) span {
	if before := e.syntax.at(at.start) - 1; e.kind(before) == gen.CELLexerQUESTIONMARK {
		at.start = e.tokens[before].start
	}
	return at
}

// separated forgets each of what commas separate.
func (e *editor) separated(whole ast.Expr, places []span, empty string) {
	if len(places) == 1 {
		e.add(item, e.inner(whole), empty)
		return
	}
	for i, each := range places {
		if i+1 < len(places) {
			e.add(item, span{each.start, places[i+1].start}, "")
		} else {
			e.add(item, span{places[i-1].stop, each.stop}, "")
		}
	}
}
