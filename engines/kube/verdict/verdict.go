// Package verdict holds what an engine says of one request, in the shape of harness/model/verdict.ts.
package verdict

import (
	"encoding/json"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Decision is what an engine decided. Skip: nothing applied. Error: no verdict could be reached; never a kind of deny.
type Decision string

// The four decisions.
const (
	Allow Decision = "allow"
	Deny  Decision = "deny"
	Skip  Decision = "skip"
	Error Decision = "error"
)

// Codes of an [EvaluationError], as in harness/model/errors.ts.
const (
	Evaluation = "evaluation"
	BadObject  = "bad-object"
	BadPolicy  = "bad-policy"
	Internal   = "internal"
)

// Violation is one reason to deny. Message is the policy's own, without what the server puts around it; Expression is the validation in CEL that
// did not hold.
type Violation struct {
	Policy     string `json:"policy"`
	Message    string `json:"message"`
	Binding    string `json:"binding,omitempty"`
	Expression string `json:"expression,omitempty"`
}

// EvaluationError is an evaluation that failed, in the engine's own words.
type EvaluationError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Policy  string `json:"policy,omitempty"`
}

// Cause is one cause of a refusal.
type Cause struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	Field   string `json:"field,omitempty"`
}

// Response is what the API server answers, after failurePolicy.
type Response struct {
	Allowed bool    `json:"allowed"`
	Code    int32   `json:"code,omitempty"`
	Reason  string  `json:"reason,omitempty"`
	Message string  `json:"message,omitempty"`
	Causes  []Cause `json:"causes,omitempty"`
}

// Verdict is what one judge says of one request. Errors is never empty with [Error]; Skipped is set with [Skip] only.
type Verdict struct {
	Decision   Decision    `json:"decision"`
	Violations []Violation `json:"violations"`
	Warnings   []string    `json:"warnings"`
	// Advice is what policies only warn of; nil where the engine does not tell it apart from other warnings.
	Advice   []Violation       `json:"advice,omitzero"`
	Audit    map[string]string `json:"audit"`
	Skipped  string            `json:"skipped,omitempty"`
	Errors   []EvaluationError `json:"errors,omitempty"`
	Response *Response         `json:"response,omitempty"`
	// Object is what mutating policies made of the object, where they changed it.
	Object json.RawMessage `json:"object,omitempty"`
}

// Respond turns the API server's refusal into a response; nil is an allowed request.
func Respond(refusal error) *Response {
	var status apierrors.APIStatus
	switch {
	case refusal == nil:
		return &Response{Allowed: true}
	case errors.As(refusal, &status):
		return fromStatus(status.Status())
	}
	return fromStatus(apierrors.NewInternalError(refusal).Status())
}

func fromStatus(status metav1.Status) *Response {
	response := &Response{Code: status.Code, Reason: string(status.Reason), Message: status.Message}
	if status.Details == nil {
		return response
	}
	for _, cause := range status.Details.Causes {
		response.Causes = append(response.Causes, Cause{string(cause.Type), cause.Message, cause.Field})
	}
	return response
}

// Refused is the verdict on an object that the server refuses before any policy sees it, with the warnings of the refusal, if it has any.
func Refused(refusal error) *Verdict {
	response := Respond(refusal)
	warnings := []string{}
	if warned, ok := refusal.(interface{ Warnings() []string }); ok {
		warnings = append(warnings, warned.Warnings()...)
	}
	return &Verdict{
		Decision: Error, Violations: []Violation{}, Warnings: warnings, Audit: map[string]string{},
		Errors: []EvaluationError{{Code: BadObject, Message: response.Message}}, Response: response,
	}
}
