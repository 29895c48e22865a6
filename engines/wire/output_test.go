package wire_test

import (
	"encoding/json"
	"io"
	"maps"
	"testing"

	"assay.dev/engines/wire"
)

func TestAnAnswerDoesNotWaitForTheNextOneThatTakesForever(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	stuck := maps.Clone(ops())
	stuck["stuck"] = func(json.RawMessage) (any, error) {
		<-forever
		return nil, nil
	}
	toEngine, asked := io.Pipe()
	answered, fromEngine := io.Pipe()
	go func() { _ = wire.Serve(toEngine, fromEngine, hello, stuck) }()
	go func() {
		_, _ = asked.Write(append(frame(`{"id":1,"op":"nothing","body":{}}`), frame(`{"id":2,"op":"stuck","body":{}}`)...))
	}()
	want := append(frame(string(hello.Encode())), frame(`{"id":1,"ok":{}}`)...)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(answered, got); err != nil || string(got) != string(want) {
		t.Errorf("got %q, %v", got, err)
	}
}
