package main

import (
	"encoding/json"

	"assay.dev/engines/wire"
)

// drop forgets handles, of mutants all at once. One that is not there is forgotten already.
func (e *engine) drop(body json.RawMessage) (any, error) {
	var asked struct {
		Handles []string `json:"handles"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	for _, handle := range asked.Handles {
		delete(e.prepared, handle)
		delete(e.kept, handle)
	}
	return nil, nil
}
