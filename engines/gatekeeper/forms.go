package main

import (
	"encoding/json"
	"errors"
)

func (e *engine) forms(body json.RawMessage) (any, error) {
	return nil, errors.New("not yet")
}
