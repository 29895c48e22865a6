package wire

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
)

const (
	// maxMessage is the largest message in bytes, in either direction.
	maxMessage = 256 << 20
	// trusted is the largest announced length for which memory is set aside before the bytes have come.
	trusted = 1 << 20
	// ahead is how many requests are read while one is answered.
	ahead = 1024
)

type frame struct {
	message []byte
	err     error
}

// readAhead reads frames while earlier ones are answered, so that the end of the input is seen even while an answer takes long.
// The last frame carries an error, io.EOF when the input ended between two frames.
func readAhead(in io.Reader) <-chan frame {
	frames := make(chan frame, ahead)
	go func() {
		r := bufio.NewReaderSize(in, 1<<16)
		for {
			message, err := readFrame(r)
			frames <- frame{message, err}
			if err != nil {
				return
			}
		}
	}()
	return frames
}

func readFrame(r io.Reader) ([]byte, error) {
	var head [4]byte
	if got, err := io.ReadFull(r, head[:]); err == io.EOF {
		return nil, io.EOF
	} else if err != nil {
		return nil, fmt.Errorf("the input ends %d bytes into the length of a frame: %w", got, err)
	}
	n := int64(binary.LittleEndian.Uint32(head[:]))
	if n > maxMessage {
		return nil, fmt.Errorf("a frame of %d bytes is larger than %d", n, maxMessage)
	}
	if n > trusted {
		return readLarge(r, n)
	}
	message := make([]byte, n)
	if got, err := io.ReadFull(r, message); err != nil {
		return nil, cutOff(int64(got), n)
	}
	return message, nil
}

// readLarge lets memory grow with the bytes that really come.
func readLarge(r io.Reader, n int64) ([]byte, error) {
	message, err := io.ReadAll(io.LimitReader(r, n))
	if err != nil {
		return nil, err
	}
	if int64(len(message)) < n {
		return nil, cutOff(int64(len(message)), n)
	}
	return message, nil
}

func cutOff(got, n int64) error {
	return fmt.Errorf("the input ends %d bytes into a frame of %d: %w", got, n, io.ErrUnexpectedEOF)
}

func writeFrame(w io.Writer, message []byte) error {
	var head [4]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(message)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(message)
	return err
}
