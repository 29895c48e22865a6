package component

import (
	"encoding/json"

	"assay.dev/engines/manifest"
	"assay.dev/engines/wire"
)

// Op answers the op `file`: whether the component that reads a file would take it. What no component is known to read is taken.
func Op(body json.RawMessage) (any, error) {
	var request struct {
		Object     json.RawMessage `json:"object"`
		ObjectText *string         `json:"objectText"`
		Validate   *bool           `json:"validate"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	object, answer := request.Object, answer{}
	if request.ObjectText != nil {
		read, err := manifest.JSON(*request.ObjectText)
		if err != nil {
			return nil, wire.BadInput(err.Error(), nil)
		}
		object, answer.Object = read, read
	}
	if request.Validate == nil || *request.Validate {
		if err := Check(object); err != nil {
			return nil, wire.BadInput(err.Error(), nil)
		}
	}
	return answer, nil
}

// answer has what a text holds.
type answer struct {
	Object json.RawMessage `json:"object,omitempty"`
}
