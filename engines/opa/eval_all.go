package main

import (
	"encoding/json"
	"errors"

	"assay.dev/engines/wire"
)

// outcome is one of many evaluations: what it gave, or why it gave nothing.
type outcome struct {
	*evaluation
	Error *said `json:"error,omitempty"`
}

type said struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Details any    `json:"details,omitempty"`
}

// evalAll evaluates many handles on one input, which is read once. One that fails leaves the others alone.
func (e *engine) evalAll(body json.RawMessage) (any, error) {
	var asked struct {
		Handles   []string        `json:"handles"`
		Input     json.RawMessage `json:"input"`
		Inventory documents       `json:"inventory"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	options, err := inputOptions(asked.Input)
	if err != nil {
		return nil, err
	}
	all := make([]outcome, 0, len(asked.Handles))
	for _, handle := range asked.Handles {
		ready, err := e.ready(handle)
		if err != nil {
			return nil, err
		}
		done, err := ready.evaluate(asked.Inventory, options)
		if err != nil {
			known := &wire.Error{Code: "internal", Message: err.Error()}
			errors.As(err, &known)
			all = append(all, outcome{Error: &said{known.Code, known.Message, known.Details}})
			continue
		}
		all = append(all, outcome{evaluation: done})
	}
	return map[string]any{"evaluations": all}, nil
}
