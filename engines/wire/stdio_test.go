package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"assay.dev/engines/wire"
)

// asEngine makes the test binary an engine, so that a real process can be talked to.
const asEngine = "ASSAY_WIRE_TEST_ENGINE"

func TestMain(m *testing.M) {
	if os.Getenv(asEngine) == "" {
		os.Exit(m.Run())
	}
	wire.Main(hello, wire.Ops{"chatter": func(json.RawMessage) (any, error) {
		fmt.Println("this is no frame")
		return nil, nil
	}})
}

func runEngine(input []byte) (stdout, stderr []byte, err error) {
	var out, problems bytes.Buffer
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), asEngine+"=1")
	process.Stdin, process.Stdout, process.Stderr = bytes.NewReader(input), &out, &problems
	err = process.Run()
	return out.Bytes(), problems.Bytes(), err
}

func TestMainKeepsStdoutForAnswersAndExitsCleanlyAtTheEndOfItsInput(t *testing.T) {
	stdout, stderr, err := runEngine(frame(`{"id":1,"op":"chatter","body":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	if messages := unframe(t, stdout); len(messages) != 2 || messages[1] != `{"id":1,"ok":{}}` {
		t.Errorf("stdout carried %q", messages)
	}
	if string(stderr) != "this is no frame\n" {
		t.Errorf("stderr carried %q", stderr)
	}
}

func TestMainExitsWithOneAndAReasonWhenItsInputIsBroken(t *testing.T) {
	_, stderr, err := runEngine([]byte{1, 2})
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("got %v", err)
	}
	if !strings.HasPrefix(string(stderr), "engine toy: the input ends 2 bytes into the length of a frame") {
		t.Errorf("stderr carried %q", stderr)
	}
}
