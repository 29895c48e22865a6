package podsecurity

import (
	"k8s.io/pod-security-admission/api"
	podsecuritymetrics "k8s.io/pod-security-admission/metrics"
)

// metrics listens to what the plugin counts: it counts an evaluation also where a privileged level needs no check.
type metrics struct{ evaluated bool }

func (m *metrics) reset() { m.evaluated = false }

// RecordEvaluation implements metrics.Recorder.
func (m *metrics) RecordEvaluation(podsecuritymetrics.Decision, api.LevelVersion, podsecuritymetrics.Mode, api.Attributes) {
	m.evaluated = true
}

// RecordExemption implements metrics.Recorder.
func (m *metrics) RecordExemption(api.Attributes) {}

// RecordError implements metrics.Recorder.
func (m *metrics) RecordError(bool, api.Attributes) {}
