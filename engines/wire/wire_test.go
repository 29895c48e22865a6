package wire_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"assay.dev/engines/wire"
)

var hello = wire.Hello{Engine: "toy", Versions: map[string]string{"toy": "1.2.3"}}

func ops() wire.Ops {
	return wire.Ops{
		"echo": func(body json.RawMessage) (any, error) { return body, nil },
		"add": func(body json.RawMessage) (any, error) {
			var asked struct{ A, B int }
			if err := wire.Decode(body, &asked); err != nil {
				return nil, err
			}
			return map[string]int{"sum": asked.A + asked.B}, nil
		},
		"nothing": func(json.RawMessage) (any, error) { return nil, nil },
		"index": func(body json.RawMessage) (any, error) {
			return body[len(body)+1], nil
		},
		"refuse": func(json.RawMessage) (any, error) {
			return nil, fmt.Errorf("reading the file: %w", wire.BadInput("x.rego:1: <unexpected>", map[string]int{"row": 1}))
		},
		"fail":        func(json.RawMessage) (any, error) { return nil, errors.New("disk full") },
		"unencodable": func(json.RawMessage) (any, error) { return func() {}, nil },
	}
}

func frame(message string) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(message))), message...)
}

func unframe(t *testing.T, stream []byte) []string {
	t.Helper()
	var messages []string
	for len(stream) > 0 {
		if len(stream) < 4 || len(stream) < 4+int(binary.LittleEndian.Uint32(stream)) {
			t.Fatalf("a cut-off frame was written: %q", stream)
		}
		n := int(binary.LittleEndian.Uint32(stream))
		messages = append(messages, string(stream[4:4+n]))
		stream = stream[4+n:]
	}
	return messages
}

// talk serves a whole input at once and returns the answers without the hello.
func talk(t *testing.T, input []byte) ([]string, error) {
	t.Helper()
	var out bytes.Buffer
	err := wire.Serve(bytes.NewReader(input), &out, hello, ops())
	messages := unframe(t, out.Bytes())
	if len(messages) == 0 || messages[0] != `{"wire":1,"engine":"toy","versions":{"toy":"1.2.3"}}` {
		t.Fatalf("the first message is not the hello: %q", messages)
	}
	return messages[1:], err
}

func TestServeSaysHelloAndEndsWithItsInput(t *testing.T) {
	answers, err := talk(t, nil)
	if err != nil || len(answers) != 0 {
		t.Errorf("got %q, %v", answers, err)
	}
}

func TestServeAnswersInTheOrderAsked(t *testing.T) {
	var input []byte
	var want []string
	for id := range 5000 {
		input = append(input, frame(fmt.Sprintf(`{"id":%d,"op":"add","body":{"a":%d,"b":1}}`, id, id))...)
		want = append(want, fmt.Sprintf(`{"id":%d,"ok":{"sum":%d}}`, id, id+1))
	}
	answers, err := talk(t, input)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(answers, "\n"), strings.Join(want, "\n"); got != want {
		t.Errorf("answers differ from what was asked, first 200 bytes: %.200s", got)
	}
}

func TestServeCarriesAMessageLargerThanItsBuffers(t *testing.T) {
	large := `"` + strings.Repeat("é", 3<<20) + `"`
	answers, err := talk(t, frame(`{"id":1,"op":"echo","body":`+large+`}`))
	if err != nil || len(answers) != 1 || answers[0] != `{"id":1,"ok":`+large+`}` {
		t.Errorf("got %d answers, %v", len(answers), err)
	}
}

func TestServeReportsABrokenStreamAfterAnsweringWhatCameBefore(t *testing.T) {
	good := frame(`{"id":1,"op":"nothing","body":{}}`)
	broken := map[string][]byte{
		"the length is cut off":               {9, 0},
		"the message is cut off":              frame("0123456789")[:9],
		"a large message is cut off":          append(binary.LittleEndian.AppendUint32(nil, 9<<20), "abc"...),
		"the message is larger than a frame":  binary.LittleEndian.AppendUint32(nil, 256<<20+1),
		"the length is the largest there can": {255, 255, 255, 255, 1, 2, 3},
	}
	for name, rest := range broken {
		t.Run(name, func(t *testing.T) {
			answers, err := talk(t, append(bytes.Clone(good), rest...))
			if err == nil {
				t.Error("a broken stream was taken for a clean end")
			}
			if len(answers) != 1 || answers[0] != `{"id":1,"ok":{}}` {
				t.Errorf("got %q", answers)
			}
		})
	}
}

func TestServeGoesOnAfterABadMessageOrAPanic(t *testing.T) {
	for _, bad := range []string{"", "{", "null", "\x00\xff", `{"id":1}`, `{"id":1,"op":"index","body":{}}`} {
		input := append(frame(bad), frame(`{"id":2,"op":"nothing","body":{}}`)...)
		answers, err := talk(t, input)
		if err != nil || len(answers) != 2 || answers[1] != `{"id":2,"ok":{}}` {
			t.Errorf("after %q: got %q, %v", bad, answers, err)
		}
	}
}

// Nothing more comes after the requests, and the input stays open: an answer that is not flushed is never seen.
func TestServeFlushesWhenNoWholeRequestIsWaiting(t *testing.T) {
	requests, ask := io.Pipe()
	answers, reply := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- wire.Serve(requests, reply, hello, ops()) }()
	go func() {
		one, two := frame(`{"id":1,"op":"nothing","body":{}}`), frame(`{"id":2,"op":"nothing","body":{}}`)
		_, _ = ask.Write(append(one, two[:7]...))
	}()
	want := append(frame(string(hello.Encode())), frame(`{"id":1,"ok":{}}`)...)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(answers, got); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("got %q, %v", got, err)
	}
	_ = ask.Close()
	if err := <-done; !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half a request was left, and Serve ended with %v", err)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestServeEndsWhenItsOutputIsGone(t *testing.T) {
	input := frame(`{"id":1,"op":"nothing","body":{}}`)
	if err := wire.Serve(bytes.NewReader(input), brokenPipe{}, hello, ops()); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}
