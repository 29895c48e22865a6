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
	tracer := topdown.NewBufferTracer()
	options, err := inputOptions(asked.Input)
	if err != nil {
		return nil, err
	}
	if asked.Trace {
		options = append(options, rego.EvalQueryTracer(tracer))
	}
	done, err := ready.evaluate(asked.Inventory, options)
	if err != nil {
		return nil, err
	}
	done.Trace = traceLines(*tracer, ready.place)
	return done, nil
}

// inputOptions gives an evaluation its input; without one `input` is undefined.
func inputOptions(text json.RawMessage) ([]rego.EvalOption, error) {
	if text == nil {
		return nil, nil
	}
	input, err := ast.ValueFromReader(bytes.NewReader(text))
	if err != nil {
		return nil, wire.BadRequest("`input` is not JSON: " + err.Error())
	}
	return []rego.EvalOption{rego.EvalParsedInput(input)}, nil
}

func (p *prepared) evaluate(inventory documents, given []rego.EvalOption) (*evaluation, error) {
	done := &evaluation{Results: map[string]any{}, Prints: []string{}}
	options := append([]rego.EvalOption{rego.EvalPrintHook(done)}, given...)
	if p.cover != nil {
		options = append(options, rego.EvalQueryTracer(p.cover.traced))
	}
	seen, forget, err := p.with(inventory)
	if err != nil {
		return nil, err
	}
	defer forget()
	options = append(options, seen...)
	for i, query := range p.queries {
		values, err := query.Eval(context.Background(), options...)
		if err != nil {
			return nil, evaluationError(err, p.place)
		}
		if len(values) > 0 {
			done.Results[p.entrypoints[i]] = values[0].Expressions[0].Value
		}
	}
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
