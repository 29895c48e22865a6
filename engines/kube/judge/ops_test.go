package judge

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"assay.dev/engines/kube/verdict"
	"assay.dev/engines/wire"
)

func TestAnObjectThatTheServerRefusesIsAnErrorInItsWords(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	got := b.create(strings.Replace(pod("", "hostPID: true,"), "name: x", "name: Not_A_Name", 1))
	expect(t, got, verdict.Error)
	if got.Errors[0].Code != "bad-object" || !strings.Contains(got.Errors[0].Message, `Pod "Not_A_Name" is invalid: metadata.name: Invalid value`) {
		t.Errorf("errors %+v", got.Errors)
	}
	if got.Response.Allowed || got.Response.Code != 422 || got.Response.Reason != "Invalid" || got.Response.Causes[0].Field != "metadata.name" {
		t.Errorf("response %+v", got.Response)
	}
}

func TestAnInvalidObjectIsJudgedWhereValidationIsOff(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	object := strings.Replace(pod("", "hostPID: true,"), "name: x", "name: Not_A_Name", 1)
	var answer struct{ Verdict verdict.Verdict }
	request := map[string]any{"operation": "CREATE", "objectText": object}
	b.ask("judge", map[string]any{"policies": "p", "world": "w", "validate": false, "request": request}, &answer)
	expect(t, answer.Verdict, verdict.Deny)
}

func TestTheReviewComesWithTheVerdictWhereItIsAskedFor(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	var answer struct {
		Verdict verdict.Verdict
		Review  *struct {
			Request struct {
				Operation string
				Object    struct {
					Spec struct{ RestartPolicy string }
				}
			}
		}
	}
	body := map[string]any{"policies": "p", "world": "w", "request": map[string]any{"operation": "CREATE", "objectText": pod("", "")}}
	b.ask("judge", body, &answer)
	if answer.Review != nil {
		t.Error("a review came that nobody asked for")
	}
	body["review"] = true
	b.ask("judge", body, &answer)
	if answer.Review == nil || answer.Review.Request.Operation != "CREATE" || answer.Review.Request.Object.Spec.RestartPolicy != "Always" {
		t.Errorf("review %+v", answer.Review)
	}
}

func TestAdmitGivesTheReviewOrTheServersRefusal(t *testing.T) {
	b := newBench(t)
	admit := func(object string) (any, error) {
		var answer any
		err := b.try("admit", map[string]any{"world": "w", "request": map[string]any{"operation": "CREATE", "objectText": object}}, &answer)
		return answer, err
	}
	answer, err := admit(pod("", ""))
	if text, _ := json.Marshal(answer); err != nil || !strings.Contains(string(text), `"kind":"AdmissionReview"`) || !strings.Contains(string(text), `"warnings":[]`) {
		t.Errorf("answer %s, error %v", text, err)
	}
	_, err = admit(strings.Replace(pod("", ""), "name: x", "name: Not_A_Name", 1))
	var refusal *wire.Error
	if !errors.As(err, &refusal) || refusal.Code != "bad-input" {
		t.Fatalf("error %v", err)
	}
	details, _ := json.Marshal(refusal.Details)
	if !strings.HasPrefix(string(details), `{"code":422,"reason":"Invalid","causes":[{"reason":"FieldValueInvalid"`) {
		t.Errorf("details %s", details)
	}
}

func TestPoliciesOfWhichNoneCanJudgeGiveNoVerdict(t *testing.T) {
	b := newBench(t)
	for engine, text := range map[string]string{"cel": "kind: [", "podsecurity": "checks: []"} {
		b.policies(engine, "", text)
		err := b.try("judge", map[string]any{"policies": "p", "world": "w", "request": map[string]any{"operation": "CREATE", "objectText": pod("", "")}}, &struct{}{})
		if err == nil || !strings.Contains(err.Error(), "none of the policies can judge") {
			t.Errorf("%s: %v", engine, err)
		}
	}
}

func TestWhatIsDroppedIsUnknown(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(noHostPID, denies))
	b.create(pod("", ""))
	body := map[string]any{"policies": "p", "world": "w", "request": map[string]any{"operation": "CREATE", "objectText": pod("", "")}}
	for _, handle := range []string{"p", "w"} {
		b.ask("drop", map[string]any{"handles": []string{handle}}, &struct{}{})
		if err := b.try("judge", body, &struct{}{}); err == nil || !strings.Contains(err.Error(), "`"+handle+"`") {
			t.Errorf("%s: %v", handle, err)
		}
	}
}

func TestAWorldThatIsSetUpAgainReplacesTheFirst(t *testing.T) {
	b := newBench(t)
	b.cel(policyText(`validations: [{expression: "has(namespaceObject.metadata.labels.tier)"}]`, denies))
	expect(t, b.create(pod("", "")), verdict.Deny)
	b.world("namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: default, labels: {tier: gold}}}]")
	expect(t, b.create(pod("", "")), verdict.Allow)
}

func TestWhatTheServerWouldRefuseIsAProblemOfTheWorld(t *testing.T) {
	b := newBench(t)
	for text, words := range map[string]string{
		"namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: Not_A_Name}}]":                              "`namespaces[0]`: Namespace \"Not_A_Name\" is invalid: metadata.name",
		"objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}, {apiVersion: v1, kind: ConfigMap, x: 1}]": "`objects[1]`: ",
		"namespaces: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]":                                       "`ConfigMap` is no Namespace; put it into `objects`",
		"rules: [{users: [dev], verbs: [], resources: [pods]}]":                                                      "rules[0].verbs: Required value",
	} {
		problems := b.world(text)
		if len(problems) != 1 || !strings.Contains(problems[0].Message, words) {
			t.Errorf("%s: want %q, got %+v", text, words, problems)
		}
	}
}
