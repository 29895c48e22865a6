package cel

import (
	"slices"
	"strings"

	"assay.dev/engines/kube/verdict"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
)

// recording is one request on its way through the dispatcher. It travels as the request's attributes, which the dispatcher hands to
// the matcher and to every evaluator.
type recording struct {
	verdict.Recording
	// binding is the one that the dispatcher asks about.
	binding *validating.PolicyBinding
	// kind is what the policy that is asked about reads the object as.
	kind schema.GroupVersionKind
	// awaited says that an evaluation under binding must follow.
	awaited bool
	// evaluated counts the evaluations whose match conditions held.
	evaluated int
	// unmatched says that the match conditions of the evaluation under way do not hold.
	unmatched bool
	// patching is the mutating policy whose mutation is under way.
	patching string
	// reasons say why something did not apply.
	reasons []string
}

func recordingOf(attributes admission.Attributes) *recording { return attributes.(*recording) }

// notEvaluated records that the evaluation under way ends before its validations.
func (r *recording) notEvaluated(reason string) {
	r.unmatched = true
	r.because(reason)
}

// settle is called where an evaluation that was awaited can no longer come. The dispatcher leaves one out only when it cannot convert the object.
func (r *recording) settle(o admission.ObjectInterfaces) {
	if !r.awaited {
		return
	}
	r.awaited = false
	if _, err := admission.NewVersionedAttributes(r, r.kind, o); err != nil {
		r.Fail(r.binding.Spec.PolicyName, "failed to convert object version: "+err.Error())
	}
}

// because records why something did not apply.
func (r *recording) because(reason string) {
	if reason != "" && !slices.Contains(r.reasons, reason) {
		r.reasons = append(r.reasons, reason)
	}
}

// add records what a policy says under the binding that is asked about.
func (r *recording) add(policy *validating.Policy, result *validating.ValidateResult) {
	denies := slices.Contains(r.binding.Spec.ValidationActions, admissionregistrationv1.Deny)
	warns := slices.Contains(r.binding.Spec.ValidationActions, admissionregistrationv1.Warn)
	for i := range result.Decisions {
		decision := &result.Decisions[i]
		switch decision.Evaluation {
		case validating.EvalError:
			r.Fail(policy.Name, decision.Message)
		case validating.EvalDeny:
			violation := verdict.Violation{
				Policy: policy.Name, Message: decision.Message, Binding: r.binding.Name, Expression: policy.Spec.Validations[i].Expression,
			}
			if denies {
				r.Violations = append(r.Violations, violation)
			}
			if warns {
				r.Advice = append(r.Advice, violation)
			}
		case validating.EvalAdmit:
		}
	}
	for i := range result.AuditAnnotations {
		if message := result.AuditAnnotations[i].Error; message != "" {
			r.Fail(policy.Name, message)
		}
	}
}

// skipped says why nothing applied; empty where something did.
func (r *recording) skipped() string {
	switch {
	case r.evaluated > 0:
		return ""
	case len(r.reasons) == 0:
		return "no policy matched"
	}
	return strings.Join(r.reasons, "; ")
}
