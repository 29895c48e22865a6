// Package wire carries requests from the harness to an engine and answers back. It implements docs/wire.md, as
// harness/engine/_wire.ts does on the other side; the three carry one version number.
//
// The package knows nothing of its carrier: [Serve] takes any byte stream, [Answer] one message in memory,
// and [Main] is the carrier of a native process, stdio.
package wire

import (
	"encoding/json"
	"fmt"
	"io"
)

// Version is the version of the protocol. An engine and a harness that differ in it do not talk to each other.
const Version = 1

// Handler answers one op. The body is JSON that has not been read yet: pass it to [Decode].
// The result is encoded as JSON; a [json.RawMessage] is written as it is, and nil is `{}`.
// An error made by [BadInput] or [BadRequest] keeps its code, any other error is `internal`.
// A handler may keep the body: it is not written to again.
type Handler func(body json.RawMessage) (any, error)

// Ops maps the name of an op to what answers it.
type Ops map[string]Handler

// Hello is the first message of an engine: its name, and the versions of the real software in it.
type Hello struct {
	Engine   string
	Versions map[string]string
}

// Encode returns the message itself, without a frame. A carrier in memory hands it out before the first answer.
func (h Hello) Encode() []byte {
	versions, err := encode(h.Versions)
	if err != nil || h.Versions == nil {
		versions = []byte("{}")
	}
	name, err := encode(h.Engine)
	if err != nil {
		name = []byte(`""`)
	}
	return fmt.Appendf(nil, `{"wire":%d,"engine":%s,"versions":%s}`, Version, name, versions)
}

// Serve says hello and then answers requests in the order in which they come, until the input ends between two frames
// (nil) or breaks: a frame that is cut off or too large, an output that cannot be written. Whatever goes wrong inside a request is an
// answer, never an error of Serve. Answers are flushed when no whole request is waiting, and while one takes long.
func Serve(in io.Reader, out io.Writer, hello Hello, ops Ops) error {
	answers := newOutput(out)
	defer answers.late.Stop()
	if err := answers.write(hello.Encode()); err != nil {
		return err
	}
	if err := answers.flush(); err != nil {
		return err
	}
	waiting := readAhead(in)
	for {
		if len(waiting) == 0 {
			if err := answers.flush(); err != nil {
				return err
			}
		}
		next := <-waiting
		if next.err == io.EOF {
			return answers.flush()
		}
		if next.err != nil {
			_ = answers.flush()
			return next.err
		}
		if err := answers.write(Answer(ops, next.message)); err != nil {
			return err
		}
	}
}
