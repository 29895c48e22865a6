package main

import (
	"encoding/json"

	"assay.dev/engines/wire"
)

// drop forgets handles. One that is not there is forgotten already.
func (e *engine) drop(body json.RawMessage) (any, error) {
	var asked struct {
		Handles []string `json:"handles"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	for _, handle := range asked.Handles {
		delete(e.policies, handle)
		delete(e.worlds, handle)
	}
	return nil, nil
}
