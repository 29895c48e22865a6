// Package cel judges requests by ValidatingAdmissionPolicies, with the API server's own code.
package cel

import (
	"slices"

	"assay.dev/engines/kube/source"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/environment"
)

// Policies are compiled policies with their bindings.
type Policies struct{ bound []boundPolicy }

// Empty says that nothing judges.
func (p *Policies) Empty() bool { return len(p.bound) == 0 }

// boundPolicy is a policy that judges: it has a binding.
type boundPolicy struct {
	policy   *validating.Policy
	bindings []*validating.PolicyBinding
	program  *program
}

// Kinds of the documents that a source holds.
const (
	policyKind  = "ValidatingAdmissionPolicy"
	bindingKind = "ValidatingAdmissionPolicyBinding"
)

// placed is a policy or a binding, and where it is written.
type placed[Object any] struct {
	object   Object
	document *source.Document
}

// parsed is what the sources hold, in their order.
type parsed struct {
	policies []placed[*validating.Policy]
	bindings []placed[*validating.PolicyBinding]
	problems []source.Problem
	// release is the older one that the policies are for; nil is this engine's own.
	release *version.Version
	// refusedPolicies are the names of policies that are a problem already.
	refusedPolicies []string
}

// Parse reads, checks and compiles policies for a release of Kubernetes, nil for this engine's own. Whatever the server would refuse is a
// problem in its words and is left out; so is what would never judge: a policy without a binding, and a binding without its policy.
func Parse(sources []source.Source, release *version.Version) (*Policies, []source.Named, []source.Problem) {
	documents, problems := source.Read(sources)
	result := parsed{problems: problems, release: release}
	for i := range documents {
		result.add(&documents[i])
	}
	if len(documents) == 0 && len(problems) == 0 {
		result.problems = append(result.problems, source.Empty(sources, "a ValidatingAdmissionPolicy and a binding"))
	}
	if release != nil {
		result.dropRefused()
	}
	envs, err := environmentsFor(environment.DefaultCompatibilityVersion())
	if err != nil {
		result.problems = append(result.problems, source.Problem{Message: "no CEL environment: " + err.Error()})
		return &Policies{}, []source.Named{}, result.problems
	}
	policies := &Policies{}
	for _, policy := range result.policies {
		if bound, ok := result.bind(policy, envs); ok {
			policies.bound = append(policies.bound, bound)
		}
	}
	result.checkBindings()
	return policies, result.named(policies), result.problems
}

// dropRefused leaves out the policies that a server of a release would refuse.
func (p *parsed) dropRefused() {
	p.policies = slices.DeleteFunc(p.policies, func(policy placed[*validating.Policy]) bool {
		errs := checkRelease(policy.object, p.release)
		for _, err := range errs {
			group := admissionregistrationv1.SchemeGroupVersion.WithKind(policyKind).GroupKind()
			refusal := apierrors.NewInvalid(group, policy.object.Name, field.ErrorList{err})
			p.refused(policy.document, refusal)
		}
		return len(errs) > 0
	})
}

// bind compiles a policy with its bindings.
func (p *parsed) bind(policy placed[*validating.Policy], envs *environments) (boundPolicy, bool) {
	bound := boundPolicy{policy: policy.object}
	for _, binding := range p.bindings {
		if binding.object.Spec.PolicyName == policy.object.Name {
			bound.bindings = append(bound.bindings, binding.object)
		}
	}
	if len(bound.bindings) == 0 {
		p.problem(policy.document, "policy `"+policy.object.Name+"` has no binding, so it never judges; "+
			"add a ValidatingAdmissionPolicyBinding with `spec.policyName: "+policy.object.Name+"`", "metadata.name")
		return bound, false
	}
	program, err := compile(policy.object, envs)
	if err != nil {
		p.problem(policy.document, err.Error(), "")
		return bound, false
	}
	bound.program = program
	return bound, true
}

// checkBindings finds the bindings that bind nothing.
func (p *parsed) checkBindings() {
	for _, binding := range p.bindings {
		name := binding.object.Spec.PolicyName
		if _, found := find(p.policies, name); !found && !slices.Contains(p.refusedPolicies, name) {
			p.problem(binding.document, "binding `"+binding.object.Name+"` is for policy `"+name+"`, which is not among the sources; "+
				"correct `spec.policyName` or add the policy", "spec.policyName")
		}
	}
}

// named are the policies that judge, and the bindings.
func (p *parsed) named(judging *Policies) []source.Named {
	result := make([]source.Named, 0, len(p.policies)+len(p.bindings))
	for _, policy := range p.policies {
		if !slices.ContainsFunc(judging.bound, func(bound boundPolicy) bool { return bound.policy == policy.object }) {
			continue
		}
		result = append(result, source.Named{Name: policy.object.Name, Kind: policyKind, Path: policy.document.Path, Line: policy.document.Line})
	}
	for _, binding := range p.bindings {
		result = append(result, source.Named{Name: binding.object.Name, Kind: bindingKind, Path: binding.document.Path, Line: binding.document.Line})
	}
	return result
}

func (p *parsed) problem(document *source.Document, message, field string) {
	p.problems = append(p.problems, document.Problem(message, field))
}
