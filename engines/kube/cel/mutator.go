package cel

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/authorization/authorizer"
)

// mutator is a mutating policy's program in one world: it records what the dispatcher keeps to itself.
type mutator struct {
	*mutatingProgram
	policy string
	// params stands in where a binding refers to none; nil where the world has no settings.
	params runtime.Object
}

// evaluator is what the dispatcher asks.
func (m *mutator) evaluator() mutating.PolicyEvaluator {
	patchers := make([]patch.Patcher, len(m.patchers))
	for i, server := range m.patchers {
		patchers[i] = &patcher{server, m}
	}
	return mutating.PolicyEvaluator{Matcher: m, Mutators: patchers, CompositedCompiler: m.compiler}
}

func (m *mutator) orSettings(params runtime.Object) runtime.Object {
	if params == nil {
		return m.params
	}
	return params
}

// Match implements matchconditions.Matcher. The dispatcher asks it before every invocation.
func (m *mutator) Match(
	ctx context.Context, attributes *admission.VersionedAttributes, params runtime.Object, authz authorizer.UnconditionalAuthorizer,
) matchconditions.MatchResult {
	recording := recordingOf(attributes.Attributes)
	result := matchconditions.MatchResult{Matches: true}
	if m.conditions != nil {
		result = m.conditions.Match(ctx, attributes, m.orSettings(params), authz)
	}
	switch {
	case result.Error != nil:
		recording.Fail(m.policy, result.Error.Error())
	case result.Matches:
		recording.evaluated++
	}
	return result
}

// patcher is one mutation of a policy.
type patcher struct {
	server patch.Patcher
	of     *mutator
}

// Patch implements patch.Patcher.
func (p *patcher) Patch(ctx context.Context, request patch.Request, budget int64) (runtime.Object, error) {
	recording := recordingOf(request.VersionedAttributes.Attributes)
	recording.patching = p.of.policy
	request.OptionalVariables.VersionedParams = p.of.orSettings(request.OptionalVariables.VersionedParams)
	patched, err := p.server.Patch(ctx, request, budget)
	if err != nil {
		recording.Fail(p.of.policy, err.Error())
	}
	return patched, err
}

// interfaces are those of a request, and record where what a policy made of the object is no object of its kind any more.
type interfaces struct {
	admission.ObjectInterfaces
	recording *recording
}

// GetObjectConvertor implements admission.ObjectInterfaces.
func (i interfaces) GetObjectConvertor() runtime.ObjectConvertor {
	return convertor{i.ObjectInterfaces.GetObjectConvertor(), i.recording}
}

type convertor struct {
	runtime.ObjectConvertor
	recording *recording
}

// ConvertToVersion implements runtime.ObjectConvertor. The dispatcher calls it with what a patcher gives.
func (c convertor) ConvertToVersion(in runtime.Object, version runtime.GroupVersioner) (runtime.Object, error) {
	out, err := c.ObjectConvertor.ConvertToVersion(in, version)
	if err != nil {
		c.recording.Fail(c.recording.patching, err.Error())
	}
	return out, err
}
