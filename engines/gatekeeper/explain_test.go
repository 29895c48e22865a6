package main

import (
	"strings"
	"testing"
)

// whyNot are the reasons for which the Constraint of the policies `p` does not match.
func whyNot(t *testing.T, e *engine, asked fields) map[string]string {
	t.Helper()
	got := must[struct{ Matched []constraintMatch }](t, e, "explain", with(asked, "policies", "p"))
	found := map[string]string{}
	for _, one := range got.Matched {
		if one.Matches != (len(one.Why) == 0) {
			t.Errorf("got %+v", one)
		}
		found[one.Policy] = strings.Join(one.Why, "; ")
	}
	return found
}

func TestExplainSaysWhichPartOfAMatchDoesNot(t *testing.T) {
	constraint := func(name, match string) string {
		return "apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: NeedsLabels\nmetadata: {name: " + name + "}\nspec:\n  match: " + match + "\n"
	}
	e := newEngine()
	load(t, e, nil, labelsTemplate, needsTeam, inRed,
		constraint("kinds", `{kinds: [{apiGroups: [apps], kinds: [Deployment]}], namespaces: [shop]}`),
		constraint("namespaces", `{namespaces: [other, more-*]}`),
		constraint("excluded", `{excludedNamespaces: [sh*]}`),
		constraint("labels", `{labelSelector: {matchLabels: {team: a}}}`),
		constraint("scope", `{scope: Cluster}`),
		constraint("named", `{name: other*}`),
	)
	must[any](t, e, "world", fields{"as": "w", "namespaces": []any{object(t, shopNamespace)}})
	got := whyNot(t, e, fields{"world": "w", "review": review(t, "CREATE", barePod)})
	same(t, "reasons", got, map[string]string{
		"NeedsLabels/team":       "",
		"NeedsLabels/red":        "`namespaceSelector` does not match: {\"matchLabels\":{\"colour\":\"red\"}}",
		"NeedsLabels/kinds":      "`kinds` does not match: [{\"apiGroups\":[\"apps\"],\"kinds\":[\"Deployment\"]}]",
		"NeedsLabels/namespaces": "`namespaces` does not match: [\"other\",\"more-*\"]",
		"NeedsLabels/excluded":   "`excludedNamespaces` does not match: [\"sh*\"]",
		"NeedsLabels/labels":     "`labelSelector` does not match: {\"matchLabels\":{\"team\":\"a\"}}",
		"NeedsLabels/scope":      "`scope` does not match: \"Cluster\"",
		"NeedsLabels/named":      "`name` does not match: \"other*\"",
	})
}

func TestExplainStandsAtTheMatchOfTheConstraint(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, inRed)
	got := must[struct{ Matched []constraintMatch }](t, e, "explain", fields{"policies": "p", "review": review(t, "CREATE", barePod)})
	text := strings.Split(sources(labelsTemplate, inRed)[0].Text, "\n")
	if len(got.Matched) != 1 || text[got.Matched[0].Line-1] != "  match:" {
		t.Errorf("got %+v", got)
	}
}

func TestExplainSaysWhyNoConstraintIsAsked(t *testing.T) {
	e := newEngine()
	load(t, e, nil, labelsTemplate, needsTeam)
	got := whyNot(t, e, fields{"review": review(t, "DELETE", barePod)})
	same(t, "reasons", got, map[string]string{"NeedsLabels/team": "Gatekeeper's webhook, as its chart installs it, is not sent DELETE of `pods`"})

	load(t, e, fields{"point": gatorPoint}, hostTemplate, strings.Replace(scopedHost, "gator.gatekeeper.sh", "validation.gatekeeper.sh", 1))
	got = whyNot(t, e, fields{"object": object(t, barePod)})
	same(t, "reasons", got, map[string]string{"NoHostNetwork/scoped": "nothing is to be done at the enforcement point `gator.gatekeeper.sh`"})
}

func TestAMatchThatFailsIsAReason(t *testing.T) {
	e := newEngine()
	load(t, e, fields{"point": gatorPoint}, labelsTemplate, inRed)
	got := whyNot(t, e, fields{"object": object(t, barePod)})
	if !strings.Contains(got["NeedsLabels/red"], "missing Namespace") {
		t.Errorf("got %+v", got)
	}
}

func TestFormsSayWhereExpressionsAreWritten(t *testing.T) {
	e := newEngine()
	got := must[struct{ Templates []templateForms }](t, e, "forms", fields{"sources": sources(hostTemplate)})
	text := strings.Split(hostTemplate, "\n")
	lines := got.Templates[0].Expressions
	if len(lines) != 3 {
		t.Fatalf("got %+v", lines)
	}
	for _, one := range lines {
		if !strings.Contains(text[one.Line-1], one.Text) {
			t.Errorf("got %+v", one)
		}
	}
}
