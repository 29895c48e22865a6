package main

import (
	"errors"
	"flag"
	"io"
	"net/http"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	logf "sigs.k8s.io/controller-runtime/pkg/log"
)

// silence keeps the logs of Gatekeeper and of the API server's code out of stderr: what matters is in the answers.
func silence() {
	logf.SetLogger(logr.Discard())
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	for name, value := range map[string]string{"logtostderr": "false", "alsologtostderr": "false", "stderrthreshold": "FATAL"} {
		_ = flags.Set(name, value)
	}
	klog.SetOutput(io.Discard)
}

// closeNetwork refuses what would still reach it: references to schemas elsewhere, which OPA fetches with the default transport.
func closeNetwork() { http.DefaultTransport = closed{} }

type closed struct{}

func (closed) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("a policy under test has no network")
}
