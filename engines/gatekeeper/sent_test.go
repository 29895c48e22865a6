package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// about is a review of a part of its object.
func about(t *testing.T, operation, text, sub string) string {
	t.Helper()
	var whole fields
	if err := json.Unmarshal([]byte(review(t, operation, text)), &whole); err != nil {
		t.Fatal(err)
	}
	whole["request"].(fields)["subResource"] = sub
	made, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return string(made)
}

func TestWhatTheWebhookIsNotSentIsSkipped(t *testing.T) {
	asksForDelete := strings.Replace(hostTemplate, "    - target:", "    - operations: [DELETE]\n      target:", 1)
	inRedOnly := strings.Replace(sendsAll, "    rules", "    namespaceSelector: {matchLabels: {colour: red}}\n    rules", 1)
	ofRedOnly := strings.Replace(sendsAll, "    rules", "    objectSelector: {matchLabels: {team: red}}\n    rules", 1)
	for name, set := range map[string]struct {
		texts []string
		// want are decisions on: created, deleted, an ephemeral container, a status, in the Namespace `red`, with a label.
		want []string
	}{
		"the chart":                     {[]string{hostTemplate, noHost}, []string{deny, skip, deny, skip, deny, deny}},
		"a template that asks for more": {[]string{asksForDelete, noHost}, []string{skip, deny, skip, skip, skip, skip}},
		"everything":                    {[]string{hostTemplate, noHost, sendsAll}, []string{deny, deny, deny, deny, deny, deny}},
		"a Namespace":                   {[]string{hostTemplate, noHost, inRedOnly}, []string{skip, skip, skip, skip, deny, skip}},
		"a label":                       {[]string{hostTemplate, noHost, ofRedOnly}, []string{skip, skip, skip, skip, skip, deny}},
	} {
		e := newEngine()
		load(t, e, nil, set.texts...)
		must[any](t, e, "world", fields{"as": "w", "namespaces": []any{object(t, redNamespace)}})
		decisions := []string{}
		for _, asked := range []string{
			review(t, "CREATE", barePod), review(t, "DELETE", barePod), about(t, "UPDATE", barePod, "ephemeralcontainers"), about(t, "UPDATE", barePod, "status"),
			review(t, "CREATE", inNamespace(barePod, "red")), review(t, "CREATE", strings.Replace(barePod, "bare,", "bare, labels: {team: red},", 1)),
		} {
			got := judged(t, e, fields{"world": "w", "review": asked})
			decisions = append(decisions, got.Decision)
			matched := must[matches](t, e, "match", fields{"policies": "p", "world": "w", "review": asked})
			same(t, name+": match", matched.Skipped, got.Skipped)
		}
		same(t, name, decisions, set.want)
	}
}

func TestAWebhookThatIsNotUnderstoodIsAProblem(t *testing.T) {
	for want, text := range map[string]string{
		"is the one of Gatekeeper": strings.Replace(sendsAll, "name: validation", "name: other", 1),
		"not evaluated yet":        strings.Replace(sendsAll, "    rules", "    matchConditions: [{name: a, expression: 'true'}]\n    rules", 1),
	} {
		read := must[policiesAnswer](t, newEngine(), "policies", fields{"as": "p", "sources": sources(text)})
		if len(read.Problems) != 1 || !strings.Contains(read.Problems[0].Message, want) {
			t.Errorf("got %+v", read)
		}
	}
}
