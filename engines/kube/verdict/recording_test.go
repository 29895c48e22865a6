package verdict

import (
	"errors"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

var denied = apierrors.NewForbidden(corev1.Resource("pods"), "x", errors.New("no"))

func TestAWarningIsKeptOnceAfterThoseFromBefore(t *testing.T) {
	recording := Record(nil, []string{"a"})
	for _, text := range []string{"b", "a", "b"} {
		recording.AddWarning("", text)
	}
	if got := recording.Verdict(nil, ""); !slices.Equal(got.Warnings, []string{"a", "b"}) {
		t.Errorf("got %v", got.Warnings)
	}
}

func TestAnErrorOutweighsARefusalAndARefusalASkip(t *testing.T) {
	failed := Record(nil, nil)
	failed.Violations = append(failed.Violations, Violation{Policy: "p", Message: "m"})
	refused := failed
	failed.Fail("q", "broken")
	skipped := Record(nil, nil)
	for want, got := range map[Decision]*Verdict{
		Error: failed.Verdict(denied, "reason"), Deny: refused.Verdict(denied, "reason"), Skip: skipped.Verdict(nil, "reason"), Allow: skipped.Verdict(nil, ""),
	} {
		if got.Decision != want || (got.Skipped != "") != (want == Skip) {
			t.Errorf("want %s, got %+v", want, got)
		}
	}
}

func TestARefusalThatNothingExplainsIsAnError(t *testing.T) {
	recording := Record(nil, nil)
	got := recording.Verdict(denied, "")
	if got.Decision != Error || len(got.Errors) != 1 || got.Errors[0].Code != Internal || got.Response.Code != 403 {
		t.Errorf("got %+v", got)
	}
}

func TestAnErrorThatIsNoStatusIsAnInternalErrorOfTheServer(t *testing.T) {
	if got := Respond(errors.New("broken")); got.Allowed || got.Code != 500 || got.Reason != "InternalError" {
		t.Errorf("got %+v", got)
	}
}

func TestAWarningThatNoHeaderCanCarryIsNotSent(t *testing.T) {
	recording := Record(nil, nil)
	for _, text := range []string{"two\nlines", "", "one line", "one line"} {
		recording.AddWarning("", text)
	}
	if len(recording.Warnings) != 1 || recording.Warnings[0] != "one line" {
		t.Errorf("got %q", recording.Warnings)
	}
}
