package cel

import (
	"context"
	"fmt"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/verdict"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/client-go/informers"
	listersv1 "k8s.io/client-go/listers/core/v1"
)

// Cluster is what the dispatcher looks up while it judges.
type Cluster interface {
	// Namespaces must know every name.
	Namespaces() listersv1.NamespaceLister
	Authorizer() authorizer.UnconditionalAuthorizer
	// Params gives access to the objects of a kind, and its scope. The error says that the cluster does not know the kind.
	Params(kind schema.GroupVersionKind) (informers.GenericInformer, meta.RESTScope, error)
	// Settings are `params` of docs/wire.md; nil without.
	Settings() map[string]any
}

// Judge judges requests in one cluster by the API server's own dispatcher.
type Judge struct {
	dispatcher generic.Dispatcher[validating.PolicyHook]
	hooks      []validating.PolicyHook
}

// NewJudge puts policies into a cluster. It is cheap: what is compiled stays with the policies.
func NewJudge(policies *Policies, cluster Cluster) *Judge {
	hooks := make([]validating.PolicyHook, 0, len(policies.bound))
	for i := range policies.bound {
		hooks = append(hooks, hookOf(&policies.bound[i], cluster))
	}
	matcher := newMatcher(cluster.Namespaces(), hooks)
	return &Judge{validating.NewDispatcher(cluster.Authorizer(), matcher), hooks}
}

// Judge judges an admitted request. Every denial and every failed evaluation is in the verdict; its response is the dispatcher's.
func (j *Judge) Judge(ctx context.Context, admitted *admit.Admitted) *verdict.Verdict {
	recording := &recording{Recording: verdict.Record(admitted.Attributes, admitted.Warnings)}
	if resource := admitted.Attributes.GetResource().GroupResource(); isExcluded(resource) {
		return recording.Verdict(nil, "the API server applies no policy to `"+resource.String()+"`")
	}
	ctx = warning.WithWarningRecorder(ctx, recording)
	refusal := j.dispatcher.Dispatch(ctx, recording, admitted.Interfaces, j.hooks)
	recording.settle(admitted.Interfaces)
	return recording.Verdict(refusal, recording.skipped())
}

// hookOf does for one policy what the server's policy source does from its informers:
// https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/admission/plugin/policy/generic/policy_source.go#L330-L343
func hookOf(bound *boundPolicy, cluster Cluster) validating.PolicyHook {
	policy := bound.policy
	hook := validating.PolicyHook{
		Policy:    policy,
		Bindings:  bound.bindings,
		Evaluator: &evaluator{bound.program, policy, paramsObject(policy.Spec.ParamKind, cluster.Settings())},
	}
	if policy.Spec.ParamKind == nil || cluster.Settings() != nil && !refersToParams(bound) {
		return hook
	}
	kind := schema.FromAPIVersionAndKind(policy.Spec.ParamKind.APIVersion, policy.Spec.ParamKind.Kind)
	informer, scope, err := cluster.Params(kind)
	if err != nil {
		hook.ConfigurationError = fmt.Errorf("failed to find resource referenced by paramKind: '%v'", kind)
		return hook
	}
	hook.ParamInformer, hook.ParamScope = informer, scope
	return hook
}

// refersToParams says whether some binding looks params up. Settings are no object of the cluster, so that a case need not bring their definition.
func refersToParams(bound *boundPolicy) bool {
	for _, binding := range bound.bindings {
		if binding.Spec.ParamRef != nil {
			return true
		}
	}
	return false
}
