package main

import (
	"cmp"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

type span struct{ start, end int }

// spans are the places of all the items, in the order in which they are written; none where one is not known.
func (e *editor) spans(items []*ast.Term) []span {
	spans := []span{}
	for _, item := range items {
		start, end, ok := e.span(item.Location)
		if !ok {
			return nil
		}
		spans = append(spans, span{start, end})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	return spans
}

func (e *editor) entries(object ast.Object) []span {
	spans := []span{}
	for _, key := range object.Keys() {
		pair := e.spans([]*ast.Term{key, object.Get(key)})
		if len(pair) < 2 {
			return nil
		}
		spans = append(spans, span{pair[0].start, pair[1].end})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	return spans
}

// items forgets each item of a literal, with the comma behind it or, of the last, before it.
func (e *editor) items(term *ast.Term, spans []span, empty string) {
	start, end, ok := e.span(term.Location)
	if !ok || len(spans) == 0 || spans[0].start <= start || spans[len(spans)-1].end >= end {
		return
	}
	if len(spans) == 1 {
		e.add(start, end, "item", empty)
		return
	}
	for i, each := range spans {
		if i+1 < len(spans) {
			e.add(each.start, spans[i+1].start, "item", "")
		} else {
			e.add(spans[i-1].end, each.end, "item", "")
		}
	}
}

// object walks keys and values; a text under `msg` is a message.
func (e *editor) object(object ast.Object) (done bool) {
	object.Foreach(func(key, value *ast.Term) {
		e.walk(key)
		if name, ok := key.Value.(ast.String); ok && name == "msg" {
			e.said(value)
		} else {
			e.walk(value)
		}
	})
	return true
}
