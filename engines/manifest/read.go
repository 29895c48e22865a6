// Package manifest reads manifests as kubectl does: a stream of YAML documents or of JSON values, in which YAML is YAML 1.1
// by sigs.k8s.io/yaml. Unlike kubectl it always reads strictly: a key that occurs twice is an error.
package manifest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// Document is one document of a stream: an object, or why there is none.
type Document struct {
	// Line is where its first content stands, 1-based.
	Line   int             `json:"line"`
	Object json.RawMessage `json:"object,omitempty"`
	Error  string          `json:"error,omitempty"`
}

// Read splits a stream and reads each document. Empty documents are left out, and a `v1` List gives its items, as kubectl takes them.
func Read(text string) []Document {
	if utilyaml.IsJSONBuffer([]byte(text)) {
		if documents, ok := readJSON(text); ok {
			return documents
		}
	}
	return readYAML(text)
}

// JSON is the one document of a text. No document and several are errors.
func JSON(text string) (json.RawMessage, error) {
	documents := Read(text)
	if len(documents) != 1 {
		return nil, fmt.Errorf("the text holds %d documents where one is wanted", len(documents))
	}
	if documents[0].Error != "" {
		return nil, errors.New(documents[0].Error)
	}
	return documents[0].Object, nil
}

// readJSON is false where the text is not a stream of JSON: it may still be YAML that begins with a brace, as kubectl assumes.
func readJSON(text string) ([]Document, bool) {
	documents := []Document{}
	decoder := json.NewDecoder(strings.NewReader(text))
	for start := 0; ; start = int(decoder.InputOffset()) {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if err == io.EOF {
			return documents, true
		}
		if err != nil {
			return nil, false
		}
		documents = append(documents, document(value, duplicates(value), lineOf(text, start))...)
	}
}

func duplicates(value json.RawMessage) error {
	var into any
	strict, err := kjson.UnmarshalStrict(value, &into)
	if err != nil {
		return err
	}
	return errors.Join(strict...)
}

func readYAML(text string) []Document {
	documents := []Document{}
	source := strings.NewReader(text)
	buffer := bufio.NewReader(source)
	reader := utilyaml.NewYAMLReader(buffer)
	for start := 0; ; start = len(text) - source.Len() - buffer.Buffered() {
		part, err := reader.Read()
		if err == io.EOF {
			return documents
		}
		line := lineOf(text, start)
		if err != nil {
			// The reader stops at a separator that it cannot read: what follows cannot be told apart.
			return append(documents, Document{Line: line, Error: err.Error()})
		}
		value, err := yaml.YAMLToJSONStrict(part)
		if err != nil {
			err = inStream(part, strings.Count(text[:start], "\n")+separators(text[start:]), err)
		}
		documents = append(documents, document(value, err, line)...)
	}
}

// inStream reads a faulty document once more with as many lines before it as the stream has, so that the lines in the message are the file's.
func inStream(part []byte, linesBefore int, err error) error {
	if linesBefore > 0 {
		_, err = yaml.YAMLToJSONStrict(append(bytes.Repeat([]byte("\n"), linesBefore), part...))
	}
	return fmt.Errorf("error converting YAML to JSON: %w", err)
}

// separators counts the lines at the beginning of a document that the reader drops.
func separators(text string) int {
	count := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "---") {
			break
		}
		count++
	}
	return count
}

// lineOf is the first line from start on that is neither blank, nor a comment, nor a separator.
func lineOf(text string, start int) int {
	line := strings.Count(text[:start], "\n") + 1
	for rest := range strings.Lines(text[start:]) {
		trimmed := strings.TrimSpace(rest)
		if trimmed != "" && trimmed[0] != '#' && !strings.HasPrefix(trimmed, "---") {
			return line
		}
		if strings.HasSuffix(rest, "\n") {
			line++
		}
	}
	return line
}
