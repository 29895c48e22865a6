package release

import (
	"testing"
)

func TestTheServerSaysHowFarBackItEmulates(t *testing.T) {
	if got, want := Known(), (Releases{"1.26", "1.34", "1.37"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAReleaseIsWithinTheBounds(t *testing.T) {
	for asked, want := range map[string]string{"": "", "1.37": "", "v1.30": "1.30", "1.26": "1.26"} {
		got, err := Of(asked)
		if err != nil || (got == nil) != (want == "") || got != nil && got.String() != want {
			t.Errorf("`%s` is %v, %v", asked, got, err)
		}
	}
	for _, asked := range []string{"1.25", "1.38", "2.30", "1.x", "1.30.1"} {
		if _, err := Of(asked); err == nil {
			t.Errorf("`%s` is taken", asked)
		}
	}
}

func TestAServerEmulatesWhatItsOwnCheckLetsIt(t *testing.T) {
	before := Effective().String()
	for _, asked := range []string{"1.33", "1.38", "old"} {
		if err := Emulate(asked); err == nil {
			t.Errorf("`%s` is emulated", asked)
		}
	}
	if err := Emulate("1.35"); err != nil || Effective().String() != "1.35" {
		t.Errorf("the process is %s, %v", Effective(), err)
	}
	if err := Emulate(before); err != nil {
		t.Error(err)
	}
}
