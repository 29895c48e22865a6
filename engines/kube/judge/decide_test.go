package judge

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
)

type decidedAnswer struct {
	Verdicts []verdict.Verdict
	Review   string
	Warnings []string
	Refusal  *struct {
		Message string
		Details struct{ Code int }
	}
}

func decideOn(b bench, object string) decidedAnswer {
	var answer decidedAnswer
	request := map[string]any{"operation": "CREATE", "objectText": object}
	b.ask("decide", map[string]any{"policies": []string{"p", "p"}, "world": "w", "review": true, "request": request}, &answer)
	return answer
}

func TestOneAdmissionAnswersAllWhoAsk(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	object := pod("", "hostPID: true,")
	alone := b.create(object)
	got := decideOn(b, object)
	if len(got.Verdicts) != 2 || !reflect.DeepEqual(got.Verdicts[0], alone) || !reflect.DeepEqual(got.Verdicts[1], alone) {
		t.Errorf("verdicts %+v, alone %+v", got.Verdicts, alone)
	}
	var review struct {
		Request struct {
			Object struct{ Spec struct{ HostPID bool } }
		}
	}
	if err := json.Unmarshal([]byte(got.Review), &review); err != nil || !review.Request.Object.Spec.HostPID {
		t.Errorf("review %q: %v", got.Review, err)
	}
}

func TestWhatTheServerRefusesIsRefusedForAllWhoAsk(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	got := decideOn(b, strings.Replace(pod("", ""), "name: x", "name: Not_A_Name", 1))
	if got.Refusal == nil || got.Refusal.Details.Code != 422 || got.Review != "" || len(got.Verdicts) != 2 {
		t.Fatalf("answer %+v", got)
	}
	for _, each := range got.Verdicts {
		expect(t, each, verdict.Error)
	}
}

func TestReadsNameFieldsConstantsAndMatches(t *testing.T) {
	b := newBench(t)
	b.cel(policyText("validations:\n- expression: \"object.spec.?hostPID.orValue(false) != true && object.spec.containers.all(c, !c.image.matches('^evil/'))\"\n", denies))
	var got struct {
		Chains   [][]string
		Strings  []string
		Patterns []string
		Matches  []struct{ Resources, Operations []string }
	}
	b.ask("reads", map[string]any{"policies": "p"}, &got)
	want := [][]string{{"image"}, {"spec", "containers"}, {"spec", "hostPID"}}
	if !reflect.DeepEqual(got.Chains, want) || !reflect.DeepEqual(got.Patterns, []string{"^evil/"}) {
		t.Errorf("chains %v, patterns %v", got.Chains, got.Patterns)
	}
	if len(got.Matches) == 0 || len(got.Matches[0].Resources) == 0 {
		t.Errorf("matches %+v", got.Matches)
	}
}

func TestPoliciesThatCannotJudgeCostNoOtherItsVerdict(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	b.store.policies["none"] = podSecurityPolicies{}
	var answer decidedAnswer
	request := map[string]any{"operation": "CREATE", "objectText": pod("", "hostPID: true,")}
	b.ask("decide", map[string]any{"policies": []string{"none", "p"}, "world": "w", "request": request}, &answer)
	expect(t, answer.Verdicts[0], verdict.Error)
	expect(t, answer.Verdicts[1], verdict.Deny)
}
