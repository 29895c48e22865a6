package wire_test

import (
	"encoding/json"
	"strings"
	"testing"

	"assay.dev/engines/wire"
)

type answer struct {
	ID    *int            `json:"id"`
	OK    json.RawMessage `json:"ok"`
	Error *struct {
		Code    string                     `json:"code"`
		Message string                     `json:"message"`
		Details map[string]json.RawMessage `json:"details"`
	} `json:"error"`
}

func ask(t *testing.T, message string) answer {
	t.Helper()
	text := wire.Answer(ops(), []byte(message))
	var got answer
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("the answer %q is not JSON: %v", text, err)
	}
	if (got.OK == nil) == (got.Error == nil) {
		t.Fatalf("the answer %q is not exactly one of ok and error", text)
	}
	return got
}

func TestAnswerReadsTheSameRequestHoweverItIsWritten(t *testing.T) {
	for _, message := range []string{
		`{"id":-7,"op":"add","body":{"a":1,"b":2}}`,
		` { "id" : -7 , "op" : "add" , "body" : {"a": 1, "b": 2} } `,
		`{"body":{"a":1,"b":2},"op":"add","id":-7}`,
		`{"id":-7,"op":"\u0061dd","body":{"a":1,"b":2}}`,
	} {
		if got := ask(t, message); got.ID == nil || *got.ID != -7 || string(got.OK) != `{"sum":3}` {
			t.Errorf("%s: got %s", message, wire.Answer(ops(), []byte(message)))
		}
	}
}

func TestAnswerGivesEachFailureItsCode(t *testing.T) {
	for message, code := range map[string]string{
		`{"id":1,"op":"fly","body":{}}`:                       "bad-request",
		`{"id":1,"op":"add","body":{"a":1,"c":2}}`:            "bad-request",
		`{"id":1,"op":"add","body":{"a":1},"b":2}`:            "bad-request",
		`{"id":1,"op":"add","body":{"a":1}}}`:                 "bad-request",
		`{"id":1,"op":"add","body":}`:                         "bad-request",
		`{"id":1,"op":"add","body":{"a":"one"}}`:              "bad-request",
		`{"id":1,"op":7}`:                                     "bad-request",
		`{"id":1,"op":"refuse","body":{}}`:                    "bad-input",
		`{"id":1,"op":"index","body":{}}`:                     "panic",
		`{"id":1,"op":"fail","body":{}}`:                      "internal",
		`{"id":1,"op":"unencodable","body":{}}`:               "internal",
		`{"id":1,"op":"add","body":{"a":1,"b":2},"extra":{}}`: "bad-request",
	} {
		got := ask(t, message)
		if got.Error == nil || got.Error.Code != code || got.Error.Message == "" {
			t.Errorf("%s: got %s, want the code %s", message, wire.Answer(ops(), []byte(message)), code)
		}
		if got.ID == nil || *got.ID != 1 {
			t.Errorf("%s: the answer lost its id", message)
		}
	}
}

func TestAnswerKeepsTheWordsAndDetailsOfBadInput(t *testing.T) {
	got := string(wire.Answer(ops(), []byte(`{"id":1,"op":"refuse","body":{}}`)))
	if want := `{"id":1,"error":{"code":"bad-input","message":"x.rego:1: <unexpected>","details":{"row":1}}}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnswerShowsWhereTheCodePanicked(t *testing.T) {
	got := ask(t, `{"id":1,"op":"index","body":{}}`).Error
	if !strings.Contains(got.Message, "index out of range") {
		t.Errorf("the message is %q", got.Message)
	}
	var stack []string
	if err := json.Unmarshal(got.Details["stack"], &stack); err != nil || len(stack) == 0 {
		t.Fatalf("no stack in %s", got.Details)
	}
	if !strings.Contains(stack[0], "wire_test.go:") {
		t.Errorf("the innermost call is %q", stack[0])
	}
}

func TestAnswerHasNoIdWhereTheRequestHadNone(t *testing.T) {
	for _, message := range []string{"", "[]", `{"op":"nothing","body":{}}`, `{"id":"a","op":"nothing"}`, `{"id":1.5,"op":"nothing"}`} {
		if got := ask(t, message); got.ID != nil || got.Error == nil || got.Error.Code != "bad-request" {
			t.Errorf("%q: got %s", message, wire.Answer(ops(), []byte(message)))
		}
	}
}
