package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"

	"assay.dev/engines/wire"
)

// patch answers the op `patch`: what becomes of an object by the JSON patch of a webhook's response. It is applied by the package
// that the API server applies it by (staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go).
func patch(body json.RawMessage) (any, error) {
	var request struct {
		Object json.RawMessage `json:"object"`
		Patch  string          `json:"patch"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	text, err := base64.StdEncoding.DecodeString(request.Patch)
	if err != nil {
		return nil, wire.BadInput(fmt.Sprintf("the patch is no base64: %v", err), nil)
	}
	operations, err := jsonpatch.DecodePatch(text)
	if err != nil {
		return nil, wire.BadInput(fmt.Sprintf("the patch is no JSON patch: %v", err), nil)
	}
	patched, err := operations.Apply(request.Object)
	if err != nil {
		return nil, wire.BadInput(fmt.Sprintf("the patch cannot be applied: %v", err), nil)
	}
	return struct {
		Object json.RawMessage `json:"object"`
	}{patched}, nil
}
