package cel

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/apiserver/pkg/admission/plugin/policy/matching"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	listersv1 "k8s.io/client-go/listers/core/v1"
)

// matcher asks the server's matcher, and records what the dispatcher keeps to itself: which binding is asked about, and configuration
// errors, which the dispatcher turns into refusals or, with failurePolicy Ignore, into nothing.
type matcher struct {
	server generic.PolicyMatcher
	hooks  map[string]*validating.PolicyHook
}

// newMatcher needs a lister that knows every namespace: the matcher falls back on a client otherwise, and there is none.
func newMatcher(namespaces listersv1.NamespaceLister, hooks []validating.PolicyHook) *matcher {
	byName := make(map[string]*validating.PolicyHook, len(hooks))
	for i := range hooks {
		byName[hooks[i].Policy.Name] = &hooks[i]
	}
	return &matcher{generic.NewPolicyMatcher(matching.NewMatcher(namespaces, nil)), byName}
}

// ValidateInitialization implements admission.InitializationValidator.
func (m *matcher) ValidateInitialization() error { return m.server.ValidateInitialization() }

// GetNamespace implements generic.PolicyMatcher.
func (m *matcher) GetNamespace(ctx context.Context, name string) (*corev1.Namespace, error) {
	return m.server.GetNamespace(ctx, name)
}

// DefinitionMatches implements generic.PolicyMatcher.
func (m *matcher) DefinitionMatches(
	a admission.Attributes, o admission.ObjectInterfaces, definition generic.PolicyAccessor,
) (bool, schema.GroupVersionResource, schema.GroupVersionKind, error) {
	matches, resource, kind, err := m.server.DefinitionMatches(a, o, definition)
	recording := recordingOf(a)
	recording.settle(o)
	hook := m.hooks[definition.GetName()]
	switch {
	case err != nil:
		recording.Fail(definition.GetName(), err.Error())
	case matches && hook.ConfigurationError != nil:
		recording.Fail(definition.GetName(), hook.ConfigurationError.Error())
	case matches:
		recording.kind = kind
	}
	return matches, resource, kind, err
}

// BindingMatches implements generic.PolicyMatcher.
func (m *matcher) BindingMatches(a admission.Attributes, o admission.ObjectInterfaces, accessor generic.BindingAccessor) (bool, error) {
	matches, err := m.server.BindingMatches(a, o, accessor)
	recording := recordingOf(a)
	recording.settle(o)
	hook := m.hooks[accessor.GetPolicyName().Name]
	switch {
	case err != nil:
		recording.Fail(hook.Policy.Name, err.Error())
	case !matches:
		recording.because("binding `" + accessor.GetName() + "` of policy `" + hook.Policy.Name + "` does not match")
	default:
		recording.binding = bindingOf(hook, accessor.GetName())
		recording.awaited = foresee(recording, hook)
	}
	return matches, err
}

// foresee says whether the dispatcher evaluates next, and records the reason where it does not.
func foresee(recording *recording, hook *validating.PolicyHook) bool {
	params, err := collectParams(recording, hook)
	if err != nil {
		recording.Fail(hook.Policy.Name, err.Error())
		return false
	}
	if len(params) == 0 {
		recording.because("no params were found for binding `" + recording.binding.Name + "` of policy `" + hook.Policy.Name + "`")
	}
	return len(params) > 0
}

// collectParams collects as the dispatcher does a moment later.
func collectParams(recording *recording, hook *validating.PolicyHook) ([]runtime.Object, error) {
	return generic.CollectParams(
		hook.Policy.Spec.ParamKind, hook.ParamInformer, hook.ParamScope, recording.binding.Spec.ParamRef,
		recording.GetNamespace(), hook.DynamicClient, hook.RESTMapper,
	)
}

func bindingOf(hook *validating.PolicyHook, name string) *validating.PolicyBinding {
	for _, binding := range hook.Bindings {
		if binding.Name == name {
			return binding
		}
	}
	return nil
}
