// Package cel judges requests by ValidatingAdmissionPolicies, and changes them by MutatingAdmissionPolicies, with the API server's own code.
package cel

import (
	"slices"

	"assay.dev/engines/manifest/source"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/environment"
)

// Policies are compiled policies with their bindings.
type Policies struct {
	validating []boundValidating
	mutating   []boundMutating
}

type (
	boundValidating = bound[*validating.Policy, *validating.PolicyBinding, *program]
	boundMutating   = bound[*mutating.Policy, *mutating.PolicyBinding, *mutatingProgram]
)

// Empty says that nothing judges.
func (p *Policies) Empty() bool { return len(p.validating)+len(p.mutating) == 0 }

// Written is one of the policies, and where it is written. Either Validating or Mutating is there.
type Written struct {
	Validating *validating.Policy
	Mutating   *mutating.Policy
	Document   *source.Document
}

// All are the policies in the order in which they are written, validating ones first.
func (p *Policies) All() []Written {
	all := make([]Written, 0, len(p.validating)+len(p.mutating))
	for i := range p.validating {
		all = append(all, Written{Validating: p.validating[i].policy, Document: p.validating[i].document})
	}
	for i := range p.mutating {
		all = append(all, Written{Mutating: p.mutating[i].policy, Document: p.mutating[i].document})
	}
	return all
}

func (p *Policies) withValidating(policy *validating.Policy, made *program) *Policies {
	return &Policies{withPolicy(p.validating, policy, made), p.mutating}
}

func (p *Policies) withMutating(policy *mutating.Policy, made *mutatingProgram) *Policies {
	return &Policies{p.validating, withPolicy(p.mutating, policy, made)}
}

func (p *Policies) withValidatingBinding(binding *validating.PolicyBinding) *Policies {
	return &Policies{withBinding(p.validating, binding), p.mutating}
}

func (p *Policies) withMutatingBinding(binding *mutating.PolicyBinding) *Policies {
	return &Policies{p.validating, withBinding(p.mutating, binding)}
}

// parsed is what the sources hold.
type parsed struct {
	validating validatingFamily
	mutating   mutatingFamily
	// named are the policies that take part, and the bindings.
	named    []source.Named
	problems []source.Problem
	// release is the older one that the policies are for; nil is this engine's own.
	release *version.Version
	// refused are the policies that are a problem already.
	refused []named
}

// named is what an object is called.
type named struct{ kind, name string }

// Parse reads, checks and compiles policies for a release of Kubernetes, nil for this engine's own. Whatever the server would refuse is a
// problem in its words and is left out; so is what would never judge: a policy without a binding, and a binding without its policy.
func Parse(sources []source.Source, release *version.Version) (*Policies, []source.Named, []source.Problem) {
	documents, problems := source.Read(sources)
	result := parsed{
		validating: newValidatingFamily(), mutating: newMutatingFamily(), named: []source.Named{}, problems: problems, release: release,
	}
	for i := range documents {
		result.add(&documents[i])
	}
	if len(documents) == 0 && len(problems) == 0 {
		result.problems = append(result.problems, source.Empty(sources, "a ValidatingAdmissionPolicy and a binding"))
	}
	if release != nil {
		dropRefused(&result, &result.validating, checkValidating)
		dropRefused(&result, &result.mutating, checkMutating)
	}
	envs, err := environmentsFor(environment.DefaultCompatibilityVersion())
	if err != nil {
		result.problems = append(result.problems, source.Problem{Message: "no CEL environment: " + err.Error()})
		return &Policies{}, []source.Named{}, result.problems
	}
	policies := &Policies{bindAll(&result, &result.validating, envs.compile), bindAll(&result, &result.mutating, envs.compileMutating)}
	return policies, result.named, result.problems
}

// dropRefused leaves out the policies that a server of a release would refuse.
func dropRefused[Policy, Binding metav1.Object](p *parsed, f *family[Policy, Binding], check func(Policy, *version.Version) field.ErrorList) {
	kind := admissionregistrationv1.SchemeGroupVersion.WithKind(f.kind).GroupKind()
	f.policies = slices.DeleteFunc(f.policies, func(policy placed[Policy]) bool {
		errs := check(policy.object, p.release)
		for _, err := range errs {
			p.refuse(policy.document, apierrors.NewInvalid(kind, policy.object.GetName(), field.ErrorList{err}))
		}
		return len(errs) > 0
	})
}

func (p *parsed) problem(document *source.Document, message, field string) {
	p.problems = append(p.problems, document.Problem(message, field))
}
