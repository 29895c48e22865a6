package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// readTerm reads a value in Rego's own notation: JSON, sets, and keys of any type.
func readTerm(text string) (*ast.Term, error) {
	// Most values are plain JSON, which is several times faster to read than Rego.
	if json.Valid([]byte(text)) {
		value, err := ast.ValueFromReader(strings.NewReader(text))
		return ast.NewTerm(value), err
	}
	// OPA's scanner takes a byte-order mark for a mistake even inside a string.
	text = strings.ReplaceAll(text, "\ufeff", `\ufeff`)
	body, err := ast.ParseBodyWithOpts(text, ast.ParserOptions{SkipRules: true, Capabilities: capabilities})
	if err != nil {
		return nil, err
	}
	if len(body) == 1 {
		if term, ok := body[0].Terms.(*ast.Term); ok && ast.IsConstant(term.Value) {
			return term, nil
		}
	}
	return nil, fmt.Errorf("`%s` is not a value", text)
}

// appendTerm writes a value so that both Rego and OPA's WASM read it back. ast.Value.String is not enough: it writes strings
// as Go does, with escapes that neither knows.
func appendTerm(to []byte, term *ast.Term) []byte {
	switch value := term.Value.(type) {
	case ast.String:
		return appendString(to, string(value))
	case *ast.Array:
		return append(appendAll(append(to, '['), value.Foreach), ']')
	case ast.Set:
		if value.Len() == 0 {
			return append(to, "set()"...)
		}
		return append(appendAll(append(to, '{'), value.Foreach), '}')
	case ast.Object:
		return appendObject(to, value)
	}
	return append(to, term.String()...) // null, booleans, numbers
}

func appendAll(to []byte, each func(func(*ast.Term))) []byte {
	first := true
	each(func(term *ast.Term) {
		if !first {
			to = append(to, ',')
		}
		first = false
		to = appendTerm(to, term)
	})
	return to
}

func appendObject(to []byte, object ast.Object) []byte {
	to = append(to, '{')
	for i, key := range object.Keys() {
		if i > 0 {
			to = append(to, ',')
		}
		to = append(appendTerm(to, key), ':')
		to = appendTerm(to, object.Get(key))
	}
	return append(to, '}')
}

func appendString(to []byte, text string) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	return append(to, bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))...)
}
