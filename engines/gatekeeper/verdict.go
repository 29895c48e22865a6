package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/open-policy-agent/frameworks/constraint/pkg/types"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// The four decisions of harness/model/verdict.ts.
const (
	allow   = "allow"
	deny    = "deny"
	skip    = "skip"
	failure = "error"
)

// Codes of an [evaluationError], as in harness/model/errors.ts.
const (
	codeEvaluation = "evaluation"
	codeBadPolicy  = "bad-policy"
	codeBadWorld   = "bad-world"
)

// violation is one reason to deny. Details are those of the policy, where they are an object that holds something.
type violation struct {
	Policy  string         `json:"policy"`
	Message string         `json:"message"`
	Details map[string]any `json:"details,omitempty"`
}

// evaluationError is an evaluation that failed, in the engine's own words.
type evaluationError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Policy  string `json:"policy,omitempty"`
}

// verdict is what is said of one request, in the shape of harness/model/verdict.ts.
type verdict struct {
	Decision   string            `json:"decision"`
	Violations []violation       `json:"violations"`
	Warnings   []string          `json:"warnings"`
	Audit      map[string]string `json:"audit"`
	Skipped    string            `json:"skipped,omitempty"`
	Errors     []evaluationError `json:"errors,omitempty"`
	Object     map[string]any    `json:"object,omitempty"`
}

func newVerdict() *verdict {
	return &verdict{Decision: allow, Violations: []violation{}, Warnings: []string{}, Audit: map[string]string{}}
}

// fail makes the verdict an error.
func (v *verdict) fail(code, message, policy string) {
	failed := evaluationError{Code: code, Message: message, Policy: policy}
	if !slices.Contains(v.Errors, failed) {
		v.Errors = append(v.Errors, failed)
	}
}

// take adds results by what is to be done about them. The order of results is Gatekeeper's where it has one, and does not hang on chance.
func (v *verdict) take(results []*types.Result, point string) {
	for _, result := range ordered(results) {
		if point == gatorPoint {
			v.Violations = append(v.Violations, violationOf(result))
			continue
		}
		for _, action := range actionsOf(result) {
			switch util.EnforcementAction(action) {
			case util.Deny:
				v.Violations = append(v.Violations, violationOf(result))
			case util.Warn:
				v.Warnings = append(v.Warnings, "["+result.Constraint.GetName()+"] "+result.Msg)
			case util.Dryrun:
				v.audit(result)
			}
		}
	}
}

// audit keeps what a Constraint on trial found.
func (v *verdict) audit(result *types.Result) {
	key := nameOf(result.Constraint)
	if before, there := v.Audit[key]; there {
		v.Audit[key] = before + "; " + result.Msg
		return
	}
	v.Audit[key] = result.Msg
}

// decide sums up: an error outweighs a violation.
func (v *verdict) decide(skipped string) *verdict {
	switch {
	case len(v.Errors) > 0:
		v.Decision = failure
	case len(v.Violations) > 0:
		v.Decision = deny
	case skipped != "":
		v.Decision, v.Skipped = skip, skipped
	}
	return v
}

func violationOf(result *types.Result) violation {
	found := violation{Policy: nameOf(result.Constraint), Message: result.Msg}
	if details, ok := result.Metadata["details"].(map[string]any); ok && len(details) > 0 {
		found.Details = details
	}
	return found
}

// actionsOf is what Gatekeeper's webhook does about a result; it passes over what it does not know.
func actionsOf(result *types.Result) []string {
	all := []string{result.EnforcementAction}
	if result.EnforcementAction == string(util.Scoped) {
		all = slices.Sorted(slices.Values(result.ScopedEnforcementActions))
	}
	return slices.DeleteFunc(all, func(action string) bool {
		return util.ValidateEnforcementAction(util.EnforcementAction(action), result.Constraint.Object) != nil
	})
}

// nameOf is how a Constraint is named in a verdict.
func nameOf(constraint *unstructured.Unstructured) string {
	return constraint.GetKind() + "/" + constraint.GetName()
}

func ordered(results []*types.Result) []*types.Result {
	return slices.SortedStableFunc(slices.Values(results), func(a, b *types.Result) int {
		return cmp.Or(strings.Compare(a.EnforcementAction, b.EnforcementAction), strings.Compare(a.Msg, b.Msg),
			strings.Compare(nameOf(a.Constraint), nameOf(b.Constraint)), strings.Compare(detailsText(a), detailsText(b)))
	})
}

func detailsText(result *types.Result) string {
	text, err := json.Marshal(result.Metadata["details"])
	if err != nil {
		return ""
	}
	return string(text)
}
