package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// Error is an answer that is not ok. `Details` is encoded as JSON and left out when nil.
type Error struct {
	Code    string
	Message string
	Details any
}

func (e *Error) Error() string { return e.Message }

// CodeBadInput is the code of [BadInput].
const CodeBadInput = "bad-input"

// BadInput says that the user's file or object is at fault; message is the real engine's own words.
func BadInput(message string, details any) error { return &Error{CodeBadInput, message, details} }

// BadRequest says that the harness asked for something that is not in docs/wire.md.
func BadRequest(message string) error { return &Error{"bad-request", message, nil} }

// Decode reads a body into a struct. Keys that the struct does not have, and anything after the body, are a bad request.
func Decode(body json.RawMessage, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return BadRequest("the body does not fit the op: " + err.Error())
	}
	if _, err := decoder.Token(); err != io.EOF {
		return BadRequest("the body does not end where its JSON ends")
	}
	return nil
}

func encodeError(err error) []byte {
	known := &Error{Code: "internal", Message: err.Error()}
	errors.As(err, &known)
	shape := struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Details any    `json:"details,omitempty"`
	}{known.Code, known.Message, known.Details}
	if text, err := encode(shape); err == nil {
		return text
	}
	shape.Details = nil
	text, _ := encode(shape) // two strings always encode
	return text
}

const framesShown = 12

// panicked keeps the place of a panic, innermost call first. It must be called by the function that recovers.
func panicked(cause any) error {
	calls := make([]uintptr, 64)
	frames := runtime.CallersFrames(calls[:runtime.Callers(2, calls)])
	var stack []string
	for {
		frame, more := frames.Next()
		if frame.Function == "runtime.gopanic" {
			stack = nil
		} else if !strings.HasPrefix(frame.Function, "runtime.") {
			stack = append(stack, fmt.Sprintf("%s %s:%d", frame.Function, frame.File, frame.Line))
		}
		if !more {
			break
		}
	}
	return &Error{"panic", fmt.Sprint(cause), map[string]any{"stack": stack[:min(len(stack), framesShown)]}}
}
