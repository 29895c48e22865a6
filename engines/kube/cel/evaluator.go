package cel

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/authorization/authorizer"
)

// evaluator is a policy's program in one world: it records every decision, of which the dispatcher answers only the first.
type evaluator struct {
	*program
	policy *validating.Policy
	// params stands in where a binding refers to none; nil where the world has no settings.
	params runtime.Object
}

// Validate implements validating.Validator.
func (e *evaluator) Validate(
	ctx context.Context, resource schema.GroupVersionResource, attributes *admission.VersionedAttributes, params runtime.Object,
	namespace *corev1.Namespace, budget int64, authz authorizer.UnconditionalAuthorizer,
) validating.ValidateResult {
	if params == nil {
		params = sharingOf(ctx).settings(e.policy.Spec.ParamKind, e.params)
	}
	recording := recordingOf(attributes.Attributes)
	recording.awaited, recording.unmatched = false, false
	result := e.program.Validate(ctx, resource, attributes, params, namespace, budget, authz)
	recording.add(e.policy, &result)
	if !recording.unmatched {
		recording.evaluated++
	}
	return result
}
