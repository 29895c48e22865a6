package wire

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// patience is how long finished answers wait for the next one. Answers are written together, but one that takes long, or forever,
// must not hold back those before it: the harness would blame them.
const patience = 10 * time.Millisecond

// output writes frames together. It is safe for use by the goroutine that answers and by its own timer.
type output struct {
	mutex sync.Mutex
	w     *bufio.Writer
	late  *time.Timer
}

func newOutput(out io.Writer) *output {
	o := &output{w: bufio.NewWriterSize(out, 1<<16)}
	o.late = time.AfterFunc(patience, func() { _ = o.flush() }) // the writer keeps its error for the next write
	return o
}

func (o *output) write(message []byte) error {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.w.Buffered() == 0 {
		o.late.Reset(patience)
	}
	return writeFrame(o.w, message)
}

func (o *output) flush() error {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.w.Flush()
}
