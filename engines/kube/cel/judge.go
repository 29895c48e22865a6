package cel

import (
	"context"
	"fmt"
	"slices"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/verdict"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
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
	// CRDForKind is nil where no definition with that group and kind is held.
	CRDForKind(kind schema.GroupKind) *apiextensionsv1.CustomResourceDefinition
	// Settings are `params` of docs/wire.md; nil without.
	Settings() map[string]any
}

// Judge judges requests in one cluster by the API server's own dispatchers.
type Judge struct {
	dispatcher generic.Dispatcher[validating.PolicyHook]
	hooks      []validating.PolicyHook
	// mutations is nil without mutating policies.
	mutations *mutations
}

// NewJudge puts policies into a cluster. It is cheap: what is compiled stays with the policies.
func NewJudge(policies *Policies, cluster Cluster) *Judge {
	hooks := make([]validating.PolicyHook, 0, len(policies.validating))
	for i := range policies.validating {
		hooks = append(hooks, hookOf(&policies.validating[i], cluster))
	}
	matcher := newMatcher(cluster.Namespaces(), hooks)
	return &Judge{validating.NewDispatcher(cluster.Authorizer(), matcher), hooks, newMutations(policies.mutating, cluster)}
}

// Mutates says that requests are judged by [Judge.JudgeMutated].
func (j *Judge) Mutates() bool { return j.mutations != nil }

// Judge judges an admitted request. Every denial and every failed evaluation is in the verdict; its response is the dispatcher's.
func (j *Judge) Judge(ctx context.Context, admitted *admit.Admitted) *verdict.Verdict {
	return j.validate(ctx, admitted, record(admitted))
}

// Take takes a request in with mutating policies. The refusal is the server's; the error is about anything else.
type Take func(policies admission.MutationInterface) (admitted *admit.Admitted, refusal, err error)

// JudgeMutated judges a request as the policies change it. Refused says that the server refuses it as it came.
func (j *Judge) JudgeMutated(ctx context.Context, take Take, refused bool) (*verdict.Verdict, error) {
	mutation := j.mutations.newMutation()
	admitted, refusal, err := take(mutation)
	switch {
	case err != nil:
		return nil, err
	case refusal != nil:
		return mutation.refused(refusal, refused), nil
	}
	recording := record(admitted)
	mutation.into(recording)
	result := j.validate(ctx, admitted, recording)
	result.Object, err = mutation.object(admitted)
	return result, err
}

// record starts the recording of a request of which policies may warn.
func record(admitted *admit.Admitted) *recording {
	made := verdict.Record(admitted.Attributes, admitted.Warnings)
	made.Advice = []verdict.Violation{}
	return &recording{Recording: made}
}

func (j *Judge) validate(ctx context.Context, admitted *admit.Admitted, recording *recording) *verdict.Verdict {
	if resource := admitted.Attributes.GetResource().GroupResource(); isExcluded(resource) {
		return recording.Verdict(nil, "the API server applies no policy to `"+resource.String()+"`")
	}
	ctx = warning.WithWarningRecorder(ctx, recording)
	refusal := j.dispatcher.Dispatch(ctx, recording, admitted.Interfaces, j.hooks)
	recording.settle(admitted.Interfaces)
	return recording.Verdict(refusal, recording.skipped())
}

func hookOf(bound *boundValidating, cluster Cluster) validating.PolicyHook {
	policy := bound.policy
	hook := validating.PolicyHook{
		Policy:    policy,
		Bindings:  bound.bindings,
		Evaluator: &evaluator{bound.program, policy, paramsObject(policy.Spec.ParamKind, cluster.Settings())},
	}
	refers := slices.ContainsFunc(bound.bindings, func(b *validating.PolicyBinding) bool { return b.Spec.ParamRef != nil })
	hook.ParamInformer, hook.ParamScope, hook.ConfigurationError = lookUp(policy.Spec.ParamKind, refers, cluster)
	return hook
}

// lookUp does for the params of one policy what the server's policy source does with its informers:
// https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/admission/plugin/policy/generic/policy_source.go#L330-L343
// Settings are no object of the cluster, so that a case need not bring their definition: where no binding refers to params, nothing is looked up.
func lookUp(paramKind *admissionregistrationv1.ParamKind, refers bool, cluster Cluster) (informers.GenericInformer, meta.RESTScope, error) {
	if paramKind == nil || cluster.Settings() != nil && !refers {
		return nil, nil, nil
	}
	kind := schema.FromAPIVersionAndKind(paramKind.APIVersion, paramKind.Kind)
	informer, scope, err := cluster.Params(kind)
	if err != nil {
		return nil, nil, fmt.Errorf("failed to find resource referenced by paramKind: '%v'", kind)
	}
	return informer, scope, nil
}
