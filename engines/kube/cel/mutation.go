package cel

import (
	"context"
	"encoding/json"
	"slices"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/verdict"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/apiserver/pkg/admission/plugin/policy/matching"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"

	"assay.dev/engines/kube/openapi"
)

// mutations are the mutating policies in one cluster.
type mutations struct {
	dispatcher generic.Dispatcher[mutating.PolicyHook]
	matcher    generic.PolicyMatcher
	hooks      []mutating.PolicyHook
}

// newMutations is nil without mutating policies.
func newMutations(policies []boundMutating, cluster Cluster) *mutations {
	if len(policies) == 0 {
		return nil
	}
	server := matching.NewMatcher(cluster.Namespaces(), nil)
	result := &mutations{
		dispatcher: mutating.NewDispatcher(cluster.Authorizer(), server, openapi.NewConverters(cluster.CRDForKind)),
		matcher:    generic.NewPolicyMatcher(server),
	}
	for i := range policies {
		result.hooks = append(result.hooks, mutatingHookOf(&policies[i], cluster))
	}
	return result
}

func mutatingHookOf(bound *boundMutating, cluster Cluster) mutating.PolicyHook {
	policy := bound.policy
	program := &mutator{bound.program, policy.Name, paramsObject(policy.Spec.ParamKind, cluster.Settings())}
	hook := mutating.PolicyHook{Policy: policy, Bindings: bound.bindings, Evaluator: program.evaluator()}
	refers := slices.ContainsFunc(bound.bindings, func(b *mutating.PolicyBinding) bool { return b.Spec.ParamRef != nil })
	hook.ParamInformer, hook.ParamScope, hook.ConfigurationError = lookUp(policy.Spec.ParamKind, refers, cluster)
	return hook
}

// Mutation is one request on its way through mutating policies: a plugin that the server's chain asks once or twice.
type Mutation struct {
	*admission.Handler
	mutations *mutations
	recording *recording
	// before is the object as the first policy was given it.
	before  runtime.Object
	changed bool
	refusal error
}

// newMutation handles what the server's plugin handles: there is nothing to change in a DELETE.
func (m *mutations) newMutation() *Mutation {
	return &Mutation{Handler: admission.NewHandler(admission.Create, admission.Update, admission.Connect), mutations: m}
}

// Admit implements admission.MutationInterface.
func (m *Mutation) Admit(ctx context.Context, a admission.Attributes, o admission.ObjectInterfaces) error {
	if isExcluded(a.GetResource().GroupResource()) {
		return nil
	}
	if m.recording == nil {
		m.recording = &recording{Recording: verdict.Record(a, nil)}
		m.before = a.GetObject().DeepCopyObject()
	}
	m.mutations.foresee(m.recording, o)
	m.refusal = m.mutations.dispatcher.Dispatch(ctx, m.recording, interfaces{o, m.recording}, m.mutations.hooks)
	m.changed = !apiequality.Semantic.DeepEqual(m.before, a.GetObject())
	return m.refusal
}

// foresee asks the server's matcher what the dispatcher asks it a moment later, and records what that keeps to itself: why a policy does not apply, and
// what is wrong with its configuration.
func (m *mutations) foresee(recording *recording, o admission.ObjectInterfaces) {
	for i := range m.hooks {
		hook := &m.hooks[i]
		matches, _, kind, err := m.matcher.DefinitionMatches(recording, o, mutating.NewMutatingAdmissionPolicyAccessor(hook.Policy))
		switch {
		case err != nil:
			recording.Fail(hook.Policy.Name, err.Error())
		case matches && hook.ConfigurationError != nil:
			recording.Fail(hook.Policy.Name, hook.ConfigurationError.Error())
		case matches:
			recording.kind = kind
			for _, binding := range hook.Bindings {
				m.foreseeBinding(recording, o, hook, binding)
			}
		}
	}
}

func (m *mutations) foreseeBinding(recording *recording, o admission.ObjectInterfaces, hook *mutating.PolicyHook, binding *mutating.PolicyBinding) {
	policy := hook.Policy.Name
	matches, err := m.matcher.BindingMatches(recording, o, mutating.NewMutatingAdmissionPolicyBindingAccessor(binding))
	switch {
	case err != nil:
		recording.Fail(policy, err.Error())
		return
	case !matches:
		recording.because("binding `" + binding.Name + "` of policy `" + policy + "` does not match")
		return
	}
	if recording.kind != recording.GetKind() {
		if _, err := admission.NewVersionedAttributes(recording, recording.kind, o); err != nil {
			recording.Fail(policy, "failed to convert object version: "+err.Error())
			return
		}
	}
	params, err := generic.CollectParams(
		hook.Policy.Spec.ParamKind, hook.ParamInformer, hook.ParamScope, binding.Spec.ParamRef, recording.GetNamespace(), nil, nil,
	)
	switch {
	case err != nil:
		recording.Fail(policy, err.Error())
	case len(params) == 0:
		recording.because("no params were found for binding `" + binding.Name + "` of policy `" + policy + "`")
	}
}

// into hands on what was recorded to who records validation.
func (m *Mutation) into(recording *recording) {
	if m.recording == nil {
		recording.because("mutating policies are not asked about a DELETE")
		return
	}
	recording.evaluated += m.recording.evaluated
	for _, reason := range m.recording.reasons {
		recording.because(reason)
	}
	for _, failure := range m.recording.Errors {
		if !slices.Contains(recording.Errors, failure) {
			recording.Errors = append(recording.Errors, failure)
		}
	}
}

// object is what the policies made of the object; nothing where they changed nothing.
func (m *Mutation) object(admitted *admit.Admitted) (json.RawMessage, error) {
	if !m.changed {
		return nil, nil
	}
	versioned, err := admission.NewVersionedAttributes(admitted.Attributes, admitted.Attributes.GetKind(), admitted.Interfaces)
	if err != nil {
		return nil, err
	}
	return json.Marshal(versioned.VersionedObject.Object())
}

// refused is the verdict on a request that the server takes no further: a policy failed, or what the policies made of the object is invalid. As it
// came, the server refuses the object as well where `anyway` says so.
func (m *Mutation) refused(refusal error, anyway bool) *verdict.Verdict {
	result := verdict.Refused(refusal)
	if m.recording == nil {
		return result
	}
	recording := &recording{Recording: verdict.Record(m.recording.Attributes, result.Warnings)}
	m.into(recording)
	switch {
	case m.refusal == nil && m.changed && !anyway:
		recording.Fail("", result.Response.Message)
	case m.refusal == nil:
		recording.Errors = append(recording.Errors, result.Errors...)
	}
	return recording.Verdict(refusal, "")
}
