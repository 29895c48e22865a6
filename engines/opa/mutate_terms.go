package main

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/open-policy-agent/opa/v1/ast"
)

// replacements of an infix operator or a function, and the name of the kind of slip.
type replacements struct {
	operator string
	texts    []string
}

var infix = map[string]*replacements{
	"==": {"comparison", []string{"!="}},
	"!=": {"comparison", []string{"=="}},
	"<":  {"comparison", []string{"<=", ">="}},
	"<=": {"comparison", []string{"<", ">"}},
	">":  {"comparison", []string{">=", "<="}},
	">=": {"comparison", []string{">", "<"}},
	"+":  {"arithmetic", []string{"-"}},
	"-":  {"arithmetic", []string{"+"}},
	"*":  {"arithmetic", []string{"/"}},
	"/":  {"arithmetic", []string{"*"}},
	"%":  {"arithmetic", []string{"*"}},
	"|":  {"arithmetic", []string{"&"}},
	"&":  {"arithmetic", []string{"|"}},
}

var functions = map[string]string{"startswith": "endswith", "endswith": "startswith", "min": "max", "max": "min"}

// cleaning are functions that are easily forgotten.
var cleaning = []string{"lower", "upper", "trim_space"}

// term changes literals and calls; done where what is in it was seen to.
func (e *editor) term(term *ast.Term) (done bool) {
	switch value := term.Value.(type) {
	case ast.Call:
		return e.call(term, value)
	case ast.Ref:
		// An operator of an expression comes here too: its names are no literals.
		e.operator(term)
	case ast.Boolean:
		e.boolean(term, bool(value))
	case ast.Number:
		e.number(term, value)
	case ast.String:
		e.string(term, string(value))
	case *ast.TemplateString:
		e.said(value)
		return true
	case *ast.Array:
		items := []*ast.Term{}
		value.Foreach(func(item *ast.Term) { items = append(items, item) })
		e.items(term, e.spans(items), "[]")
	case ast.Set:
		e.items(term, e.spans(value.Slice()), "set()")
	case ast.Object:
		e.items(term, e.entries(value), "{}")
		return e.object(value)
	}
	return false
}

func (e *editor) call(term *ast.Term, call ast.Call) (done bool) {
	name := call[0].String()
	if name == ast.Sprintf.Name {
		for _, operand := range call[1:] {
			e.said(operand)
		}
		return true
	}
	if slices.Contains(cleaning, name) && len(call) == 2 {
		if given := e.text(call[1].Location); given != "" {
			e.replace(term.Location, "function", given)
		}
	}
	return false
}

// operator changes an infix operator or the name of a function.
func (e *editor) operator(term *ast.Term) {
	text := e.text(term.Location)
	if other := infix[text]; other != nil {
		for _, each := range other.texts {
			e.replace(term.Location, other.operator, each)
		}
	}
	if other := functions[text]; other != "" {
		e.replace(term.Location, "function", other)
	}
}

func (e *editor) boolean(term *ast.Term, value bool) {
	if e.text(term.Location) == strconv.FormatBool(value) {
		e.replace(term.Location, "boolean", strconv.FormatBool(!value))
	}
}

func (e *editor) number(term *ast.Term, value ast.Number) {
	if e.text(term.Location) != value.String() {
		return
	}
	if whole, ok := new(big.Int).SetString(value.String(), 10); ok {
		for _, by := range []int64{1, -1} {
			e.replace(term.Location, "number", new(big.Int).Add(whole, big.NewInt(by)).String())
		}
	}
	e.replace(term.Location, "number", "0")
}

// string writes no text, or another number where it is one, the text in another case, and a pattern that is not held to the beginning
// or the end.
func (e *editor) string(term *ast.Term, value string) {
	written := e.text(term.Location)
	raw := strings.HasPrefix(written, "`")
	if len(written) < 2 || !raw && !strings.HasPrefix(written, `"`) {
		return
	}
	if value == "" {
		e.replace(term.Location, "string", `"mutated"`)
		return
	}
	if whole, ok := new(big.Int).SetString(value, 10); ok {
		e.replace(term.Location, "number", strconv.Quote(whole.Add(whole, big.NewInt(1)).String()))
		return
	}
	e.replace(term.Location, "string", `""`)
	if e.message {
		return
	}
	quote, inner := written[:1], written[1:len(written)-1]
	if without, ok := strings.CutPrefix(inner, "^"); ok {
		e.replace(term.Location, "pattern", quote+without+quote)
	}
	if without, ok := strings.CutSuffix(inner, "$"); ok {
		e.replace(term.Location, "pattern", quote+without+quote)
	}
	if !raw && !strings.Contains(inner, `\`) {
		e.replace(term.Location, "case", quote+otherCase(inner)+quote)
	}
}

// otherCase is the text in upper case, or in lower case where it was that already.
func otherCase(text string) string {
	if strings.IndexFunc(text, unicode.IsLower) < 0 {
		return strings.ToLower(text)
	}
	return strings.ToUpper(text)
}
