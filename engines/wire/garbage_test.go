package wire_test

import (
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"testing"
)

const (
	seed  = 20261122
	turns = 4000
)

func TestWhateverIsReadIsAnsweredWithAnErrorOrEndsTheStream(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed, seed))
	valid := frame(`{"id":7,"op":"add","body":{"a":1,"b":2}}`)
	for turn := range turns {
		input := garbage(chance, valid)
		answers, err := talk(t, input) // fails on half an answer
		for _, answer := range answers {
			var said struct {
				ID    *int64          `json:"id"`
				Ok    json.RawMessage `json:"ok"`
				Error *struct{ Code string }
			}
			if json.Unmarshal([]byte(answer), &said) != nil || (said.Ok == nil) == (said.Error == nil) {
				t.Fatalf("turn %d of seed %d: %q is answered with %q", turn, seed, input, answer)
			}
			if said.Error != nil && said.Error.Code != "bad-request" {
				t.Fatalf("turn %d of seed %d: %q is answered with %q", turn, seed, input, answer)
			}
			if said.Ok != nil && said.ID == nil {
				t.Fatalf("turn %d of seed %d: %q is answered with %q", turn, seed, input, answer)
			}
		}
		if wholeFrames(input) != len(answers) {
			t.Fatalf("turn %d of seed %d: %q has %d whole frames and %d answers (%v)", turn, seed, input, wholeFrames(input), len(answers), err)
		}
	}
}

// garbage is bytes without meaning, a frame of them, or a valid frame of which a few bytes are changed.
func garbage(chance *rand.Rand, valid []byte) []byte {
	noise := make([]byte, chance.IntN(60))
	for i := range noise {
		noise[i] = byte(chance.UintN(256))
	}
	switch chance.IntN(3) {
	case 0:
		return noise
	case 1:
		return append(frame(string(noise)), noise...)
	}
	changed := append([]byte{}, valid...)
	for range 1 + chance.IntN(4) {
		changed[4+chance.IntN(len(changed)-4)] = "{}[],:\"\\0 a\x00\xff"[chance.IntN(13)]
	}
	return changed[:len(changed)-chance.IntN(2)*chance.IntN(5)]
}

// wholeFrames counts what must be answered.
func wholeFrames(stream []byte) int {
	count := 0
	for len(stream) >= 4 {
		n := int(binary.LittleEndian.Uint32(stream))
		if n > len(stream)-4 {
			break
		}
		stream = stream[4+n:]
		count++
	}
	return count
}
