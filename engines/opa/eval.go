package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/print"
)

type evaluation struct {
	Results map[string]any `json:"results"`
	Prints  []string       `json:"prints"`
	Trace   []string       `json:"trace,omitempty"`
}

// Print keeps what the policy prints.
func (e *evaluation) Print(_ print.Context, text string) error {
	e.Prints = append(e.Prints, text)
	return nil
}

// eval evaluates every entrypoint of a handle on one input. One that is undefined has no result; one that fails, fails the whole.
func (e *engine) eval(body json.RawMessage) (any, error) {
	var asked struct {
		Handle    string          `json:"handle"`
		Input     json.RawMessage `json:"input"`
		Inventory documents       `json:"inventory"`
		Trace     bool            `json:"trace"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	ready, err := e.ready(asked.Handle)
	if err != nil {
		return nil, err
	}
	done := &evaluation{Results: map[string]any{}, Prints: []string{}}
	options := []rego.EvalOption{rego.EvalPrintHook(done)}
	if asked.Input != nil {
		input, err := ast.ValueFromReader(bytes.NewReader(asked.Input))
		if err != nil {
			return nil, wire.BadRequest("`input` is not JSON: " + err.Error())
		}
		options = append(options, rego.EvalParsedInput(input))
	}
	tracer := topdown.NewBufferTracer()
	if asked.Trace {
		options = append(options, rego.EvalQueryTracer(tracer))
	}
	if ready.cover != nil {
		options = append(options, rego.EvalQueryTracer(ready.cover.traced))
	}
	seen, forget, err := ready.with(asked.Inventory)
	if err != nil {
		return nil, err
	}
	defer forget()
	options = append(options, seen...)
	for i, query := range ready.queries {
		values, err := query.Eval(context.Background(), options...)
		if err != nil {
			return nil, evaluationError(err, ready.place)
		}
		if len(values) > 0 {
			done.Results[ready.entrypoints[i]] = values[0].Expressions[0].Value
		}
	}
	done.Trace = traceLines(*tracer, ready.place)
	return done, nil
}

func traceLines(events []*topdown.Event, from place) []string {
	if len(events) == 0 {
		return nil
	}
	var text bytes.Buffer
	topdown.PrettyTraceWithLocation(&text, events)
	return strings.Split(strings.TrimSuffix(from.tidy(text.String()), "\n"), "\n")
}

// evaluationError carries OPA's code and place beside its words.
func evaluationError(err error, from place) error {
	var failed *topdown.Error
	if !errors.As(err, &failed) {
		return wire.BadInput(from.tidy(err.Error()), nil)
	}
	said := diagnostic{Code: failed.Code, Message: from.tidy(failed.Message)}
	if at := failed.Location; at != nil {
		said.Path, said.Row, said.Col = from.tidy(at.File), at.Row, at.Col
	}
	return wire.BadInput(said.Message, said)
}
