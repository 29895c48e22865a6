package wire

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
)

// Answer answers one request message, both without a frame. It never fails and never panics: whatever goes wrong is in the answer.
func Answer(ops Ops, message []byte) []byte {
	asked, err := readRequest(message)
	if err == nil {
		var result []byte
		if result, err = run(ops, asked); err == nil {
			if answer := seal(asked.ID, "ok", result); len(answer) <= maxMessage {
				return answer
			}
			err = fmt.Errorf("the answer to `%s` is %d bytes, larger than a message may be (%d)", asked.Op, len(result), maxMessage)
		}
	}
	return seal(asked.ID, "error", encodeError(err))
}

type request struct {
	ID   json.RawMessage `json:"id"`
	Op   string          `json:"op"`
	Body json.RawMessage `json:"body"`
}

// run calls the handler and encodes its result; a panic in either becomes an error.
func run(ops Ops, asked request) (result []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			result, err = nil, panicked(cause)
		}
	}()
	handler, known := ops[asked.Op]
	if !known {
		return nil, BadRequest(fmt.Sprintf("unknown op `%s`", asked.Op))
	}
	ok, err := handler(asked.Body)
	if err != nil {
		return nil, err
	}
	switch ok := ok.(type) {
	case nil:
		return []byte("{}"), nil
	case json.RawMessage:
		return ok, nil
	}
	return encode(ok)
}

// readRequest reads the envelope. Written as the harness writes it, the body is cut out without being scanned; the handler's Decode
// is what finds a malformed one.
func readRequest(message []byte) (request, error) {
	if asked, ok := cutRequest(message); ok {
		return asked, nil
	}
	var asked request
	malformed := json.Unmarshal(message, &asked)
	if malformed != nil {
		malformed = BadRequest("a message is not JSON of the form {id, op, body}: " + malformed.Error())
	}
	if _, err := strconv.ParseInt(string(asked.ID), 10, 64); err != nil {
		asked.ID = nil
		malformed = cmp.Or(malformed, BadRequest("a message needs an integer `id`"))
	}
	return asked, malformed
}

// cutRequest takes apart exactly `{"id":7,"op":"name","body":…}`, and reports false on anything else.
func cutRequest(message []byte) (request, bool) {
	rest, ok := bytes.CutPrefix(message, []byte(`{"id":`))
	if !ok {
		return request{}, false
	}
	id, rest, ok := bytes.Cut(rest, []byte(`,"op":"`))
	if !ok {
		return request{}, false
	}
	if _, err := strconv.ParseInt(string(id), 10, 64); err != nil {
		return request{}, false
	}
	op, rest, ok := bytes.Cut(rest, []byte(`","body":`))
	if !ok || bytes.ContainsAny(op, `"\`) {
		return request{}, false
	}
	body, ok := bytes.CutSuffix(rest, []byte("}"))
	return request{id, string(op), body}, ok
}

func seal(id json.RawMessage, key string, value []byte) []byte {
	if id == nil {
		id = json.RawMessage("null")
	}
	answer := make([]byte, 0, len(id)+len(key)+len(value)+12)
	answer = append(answer, `{"id":`...)
	answer = append(answer, id...)
	answer = append(answer, `,"`...)
	answer = append(answer, key...)
	answer = append(answer, `":`...)
	answer = append(answer, value...)
	return append(answer, '}')
}

// encode is json.Marshal without the escapes that only HTML needs.
func encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}
