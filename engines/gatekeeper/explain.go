package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// constraintMatch says whether a Constraint matches a request, and why it does not.
type constraintMatch struct {
	Policy  string   `json:"policy"`
	Path    string   `json:"path"`
	Line    int      `json:"line"`
	Matches bool     `json:"matches"`
	Why     []string `json:"why"`
}

// explanation is the answer of `explain`: that of `match`, and why Constraints do not.
type explanation struct {
	*matches
	Matched []constraintMatch `json:"matched"`
}

// explain says of every Constraint whether a request is held against it, and why not.
func (e *engine) explain(body json.RawMessage) (any, error) {
	found, p, reviewed, err := e.matchOf(body)
	if err != nil {
		return nil, err
	}
	answer := &explanation{found, []constraintMatch{}}
	for _, constraint := range p.constraints {
		one := constraintMatch{Policy: nameOf(constraint.Unstructured), Path: constraint.document.Path, Line: constraint.document.Line, Why: []string{}}
		switch rejected := found.rejectedBy(one.Policy); {
		case found.Skipped != "" && !found.asked:
			one.Why = append(one.Why, found.Skipped)
		case rejected != "":
			one.Why = append(one.Why, rejected)
		case found.holds(constraint.Unstructured):
			one.Matches = true
		default:
			if one.Why, err = p.why(constraint, reviewed); err != nil {
				return nil, badInput(err)
			}
			one.Line = constraint.document.Problem("", "spec.match").Line
		}
		answer.Matched = append(answer.Matched, one)
	}
	return answer, nil
}

func (m *matches) holds(constraint *unstructured.Unstructured) bool {
	return slices.ContainsFunc(m.Constraints, func(one matchedConstraint) bool {
		return one.Kind == constraint.GetKind() && one.Name == constraint.GetName()
	})
}

func (m *matches) rejectedBy(policy string) string {
	for _, one := range m.Rejected {
		if one.Policy == policy {
			return one.Message
		}
	}
	return ""
}

// why finds the parts of a Constraint's match that do not, by asking Gatekeeper's matcher for each alone.
func (p *policies) why(constraint placed, reviewed *request) ([]string, error) {
	why := []string{}
	match, _, err := unstructured.NestedMap(constraint.Object, "spec", "match")
	if err != nil {
		return nil, err
	}
	_, review, err := p.client.target.HandleReview(reviewed.reviewed())
	if err != nil {
		return nil, err
	}
	for _, part := range sortedKeys(match) {
		alone := &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{"match": map[string]any{part: match[part]}}}}
		matcher, err := p.client.target.ToMatcher(alone)
		if err != nil {
			return nil, err
		}
		switch matches, err := matcher.Match(review); {
		case err != nil:
			why = append(why, err.Error())
		case !matches:
			why = append(why, partText(part, match[part]))
		}
	}
	if len(why) > 0 {
		return why, nil
	}
	point := enforcementPoint(p.point)
	if len(actionsAt(constraint.Unstructured, point)) == 0 {
		return []string{"nothing is to be done at the enforcement point `" + point + "`"}, nil
	}
	if point == util.WebhookEnforcementPoint && reviewed.admission != nil {
		return []string{fmt.Sprintf("no part of its match alone leaves the request out; its template may not be for %s", reviewed.admission.Operation)}, nil
	}
	return []string{"no part of its match alone leaves the request out: neither object has them all"}, nil
}

func sortedKeys(of map[string]any) []string {
	keys := make([]string, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func partText(part string, value any) string {
	written, err := json.Marshal(value)
	if err != nil {
		return "`" + part + "` does not match"
	}
	return fmt.Sprintf("`%s` does not match: %s", part, written)
}
