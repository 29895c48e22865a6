package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// document is empty for an empty document, and has several elements for a List.
func document(value []byte, err error, line int) []Document {
	value = bytes.TrimSpace(value)
	switch {
	case err != nil:
		return []Document{{Line: line, Error: err.Error()}}
	case len(value) == 0 || string(value) == "null":
		return nil
	case value[0] != '{':
		return []Document{{Line: line, Error: fmt.Sprintf("a document must be an object, this one is `%s`", shorten(value))}}
	}
	if items, ok := listItems(value); ok {
		documents := make([]Document, 0, len(items))
		for _, item := range items {
			documents = append(documents, document(item, nil, line)...)
		}
		return documents
	}
	return []Document{{Line: line, Object: value}}
}

func listItems(value []byte) ([]json.RawMessage, bool) {
	if !bytes.Contains(value, []byte(`"List"`)) {
		return nil, false
	}
	var list struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Items      []json.RawMessage `json:"items"`
	}
	if json.Unmarshal(value, &list) != nil || list.APIVersion != "v1" || list.Kind != "List" {
		return nil, false
	}
	return list.Items, true
}

func shorten(value []byte) []byte {
	const shown = 40
	if len(value) <= shown {
		return value
	}
	return append(value[:shown:shown], "..."...)
}
