package main

import "testing"

func TestAReviewIsHeldAgainstConstraintsInRegoAndInCel(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, hostTemplate, needsTeam, noHost)
	got := judged(t, e, fields{"review": review(t, "CREATE", barePod)})
	want := newVerdict()
	want.Decision = deny
	want.Violations = []violation{
		{Policy: "NeedsLabels/team", Message: "bare has no label team: add it", Details: fields{"label": "team"}},
		{Policy: "NoHostNetwork/pods", Message: "the Pod bare is on the network of its host"},
	}
	same(t, "a bare Pod", got, want)
	same(t, "a good Pod", judged(t, e, fields{"review": review(t, "CREATE", goodPod)}), newVerdict())
	same(t, "a good Pod as a file", judged(t, e, fields{"object": object(t, goodPod)}), newVerdict())
}
