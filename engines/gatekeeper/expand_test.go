package main

import (
	"strings"
	"testing"
)

func TestWhatAnObjectGeneratesIsJudgedAsWell(t *testing.T) {
	want := []violation{
		{Policy: "NoHostNetwork/pods", Message: "[Implied by deployments] the Pod web-pod is on the network of its host"},
		{Policy: "NeedsLabels/team", Message: "[Implied by deployments] web-pod has no label team: add it", Details: fields{"label": "team"}},
	}
	for _, point := range []string{webhookPoint, gatorPoint} {
		e := newEngine()
		load(t, e, fields{"point": point}, labelsTemplate, hostTemplate, needsTeam, noHost, expandsDeployments)
		same(t, point+": a review", judged(t, e, fields{"review": review(t, "CREATE", deployment)}).Violations, want)
		same(t, point+": a file", judged(t, e, fields{"object": object(t, deployment)}).Violations, want)
		if got := judged(t, e, fields{"object": object(t, configMap)}); got.Decision != skip {
			t.Errorf("%s: got %+v", point, got)
		}
	}
}

func TestWhatIsGeneratedIsMutatedAndItsActionMayBeAnother(t *testing.T) {
	e := newEngine()
	warns := strings.Replace(expandsDeployments, "  templateSource", "  enforcementAction: warn\n  templateSource", 1)
	load(t, e, nil, labelsTemplate, hostTemplate, needsTeam, noHost, warns, addsSidecar)
	got := judged(t, e, fields{"review": review(t, "CREATE", deployment)})
	want := newVerdict()
	want.Warnings = []string{"[team] [Implied by deployments] web-pod has no label team: add it"}
	same(t, "a deployment", got, want)
}
