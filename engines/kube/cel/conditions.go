package cel

import (
	"context"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/cel/environment"
)

// conditions asks the server's matcher for a policy's match conditions, and records what the server keeps to itself: which condition was
// false, and the words of an error that failurePolicy Ignore hides.
type conditions struct {
	server matchconditions.Matcher
	// strict has failurePolicy Fail, which is the only way to have an error's words.
	strict matchconditions.Matcher
	policy string
}

// conditional is what a policy of either kind says about its match conditions.
type conditional struct {
	policy        string
	failurePolicy *admissionregistrationv1.FailurePolicyType
	conditions    []admissionregistrationv1.MatchCondition
}

// newConditions is nil without conditions.
func newConditions(
	of *conditional, compiler plugincel.ConditionCompiler, names plugincel.OptionalVariableDeclarations,
) *conditions {
	if len(of.conditions) == 0 {
		return nil
	}
	evaluator := compiler.CompileCondition(matchConditions(of.conditions), names, environment.StoredExpressions)
	fail := admissionregistrationv1.Fail
	return &conditions{
		server: matchconditions.NewMatcher(evaluator, of.failurePolicy, "policy", "validate", of.policy),
		strict: matchconditions.NewMatcher(evaluator, &fail, "policy", "validate", of.policy),
		policy: of.policy,
	}
}

// Match implements matchconditions.Matcher.
func (c *conditions) Match(
	ctx context.Context, attributes *admission.VersionedAttributes, params runtime.Object, authz authorizer.UnconditionalAuthorizer,
) matchconditions.MatchResult {
	result := c.server.Match(ctx, attributes, params, authz)
	if result.Matches || result.Error != nil {
		return result
	}
	recording := recordingOf(attributes.Attributes)
	if result.FailedConditionName != "" {
		recording.notEvaluated("match condition `" + result.FailedConditionName + "` of policy `" + c.policy + "` is false")
		return result
	}
	if hidden := c.strict.Match(ctx, attributes, params, authz); hidden.Error != nil {
		recording.Fail(c.policy, hidden.Error.Error())
	}
	recording.notEvaluated("")
	return result
}
