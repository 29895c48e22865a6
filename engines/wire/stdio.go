package wire

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"time"
)

// lastCall is how long an answer under way may still take once the input has ended.
const lastCall = 5 * time.Second

// collectAt lets the heap grow to five times what is in use before it is collected: an engine lives on short-lived objects.
const collectAt = 400

// Main serves stdin and stdout and ends the process: 0 when the input ends, 1 when the stream is broken. Anything else that writes to os.Stdout
// reaches stderr instead. Ctrl-C is the harness's to handle: it closes the input.
func Main(hello Hello, ops Ops) {
	answers := os.Stdout
	os.Stdout = os.Stderr
	signal.Ignore(os.Interrupt)
	debug.SetGCPercent(collectAt)
	in := ending{os.Stdin, func() { fail(hello, "the input ended, and an answer still takes longer than "+lastCall.String()) }}
	if err := Serve(in, answers, hello, ops); err != nil {
		fail(hello, err.Error())
	}
	os.Exit(0)
}

// ending keeps an endless evaluation from outliving the harness: the end of the input starts the clock.
type ending struct {
	io.Reader
	late func()
}

func (e ending) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	if err != nil {
		time.AfterFunc(lastCall, e.late)
	}
	return n, err
}

func fail(hello Hello, message string) {
	fmt.Fprintf(os.Stderr, "engine %s: %s\n", hello.Engine, message)
	os.Exit(1)
}
