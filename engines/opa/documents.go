package main

import (
	"bytes"

	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/util"
)

// documents are what stands under `data`. Their numbers are kept as they are written: a double would round large integers.
type documents map[string]any

func (d *documents) UnmarshalJSON(text []byte) error {
	return util.NewJSONDecoder(bytes.NewReader(text)).Decode((*map[string]any)(d))
}

// newStore holds the documents, as plain JSON.
func newStore(data documents) storage.Store {
	if data == nil {
		data = documents{}
	}
	return inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(false))
}
