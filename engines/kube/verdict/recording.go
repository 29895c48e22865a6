package verdict

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apiserver/pkg/admission"
	auditinternal "k8s.io/apiserver/pkg/apis/audit"
)

// Recording is the attributes of one request, and everything that admission says of it: audit annotations come through the attributes,
// warnings through the context ([k8s.io/apiserver/pkg/warning.Recorder]).
type Recording struct {
	admission.Attributes
	Violations []Violation
	Warnings   []string
	Advice     []Violation
	Audit      map[string]string
	Errors     []EvaluationError
	// annotated takes annotations as the attributes do, but of this recording alone: the request may be judged by others.
	annotated admission.Attributes
}

// Record starts a recording of a request, which may have got warnings before.
func Record(attributes admission.Attributes, warnings []string) Recording {
	return Recording{
		Attributes: attributes,
		Violations: []Violation{},
		Warnings:   append(make([]string, 0, len(warnings)), warnings...),
		Audit:      map[string]string{},
	}
}

// AddAnnotation keeps an audit annotation that the server accepts.
func (r *Recording) AddAnnotation(key, value string) error {
	return r.AddAnnotationWithLevel(key, value, auditinternal.LevelMetadata)
}

// AddAnnotationWithLevel keeps an audit annotation that the server accepts, whatever its level.
func (r *Recording) AddAnnotationWithLevel(key, value string, level auditinternal.Level) error {
	if r.annotated == nil {
		r.annotated = admission.NewAttributesRecord(nil, nil, schema.GroupVersionKind{}, "", "", schema.GroupVersionResource{}, "", "", nil, false, nil)
	}
	if err := r.annotated.AddAnnotationWithLevel(key, value, level); err != nil {
		return err
	}
	r.Audit[key] = value
	return nil
}

// AddWarning keeps a warning as the server sends it.
func (r *Recording) AddWarning(_, text string) { r.Warnings = Warn(r.Warnings, text) }

// Warn adds a warning that is new and that the server can send: a header holds no control character, such as a line break.
func Warn(warnings []string, text string) []string {
	if _, err := net.NewWarningHeader(warningCode, "", text); err != nil || text == "" || slices.Contains(warnings, text) {
		return warnings
	}
	return append(warnings, text)
}

// warningCode is that of every warning of the server.
const warningCode = 299

// Fail records an evaluation of a policy that failed.
func (r *Recording) Fail(policy, message string) {
	r.Errors = append(r.Errors, EvaluationError{Code: Evaluation, Message: message, Policy: policy})
}

// Verdict sums the recording up: an error outweighs a refusal. Skipped is why nothing applied, or empty where something did.
func (r *Recording) Verdict(refusal error, skipped string) *Verdict {
	if refusal != nil && len(r.Errors) == 0 && len(r.Violations) == 0 {
		r.Errors = append(r.Errors, EvaluationError{Code: Internal, Message: refusal.Error()})
	}
	result := &Verdict{
		Decision: Allow, Violations: r.Violations, Warnings: r.Warnings, Advice: r.Advice, Audit: r.Audit, Errors: r.Errors, Response: Respond(refusal),
	}
	switch {
	case len(r.Errors) > 0:
		result.Decision = Error
	case refusal != nil:
		result.Decision = Deny
	case skipped != "":
		result.Decision, result.Skipped = Skip, skipped
	}
	return result
}
