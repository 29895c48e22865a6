package cel

import (
	"fmt"
	"slices"

	"assay.dev/engines/manifest/source"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
)

// Kinds of the documents that a source holds.
const (
	validatingKind = "ValidatingAdmissionPolicy"
	mutatingKind   = "MutatingAdmissionPolicy"
	// A binding's kind is its policy's and this.
	bindingSuffix = "Binding"
)

// placed is a policy or a binding, and where it is written.
type placed[Object any] struct {
	object   Object
	document *source.Document
}

// bound is a policy that takes part: it has a binding.
type bound[Policy, Binding, Program any] struct {
	policy   Policy
	bindings []Binding
	program  Program
	document *source.Document
}

// withPolicy has another policy in place of the one with its name.
func withPolicy[Policy, Binding metav1.Object, Program any](
	all []bound[Policy, Binding, Program], policy Policy, program Program,
) []bound[Policy, Binding, Program] {
	others := slices.Clone(all)
	for i := range others {
		if others[i].policy.GetName() == policy.GetName() {
			others[i].policy, others[i].program = policy, program
		}
	}
	return others
}

// withBinding has another binding in place of the one with its name.
func withBinding[Policy, Binding metav1.Object, Program any](all []bound[Policy, Binding, Program], binding Binding) []bound[Policy, Binding, Program] {
	others := slices.Clone(all)
	for i := range others {
		others[i].bindings = slices.Clone(others[i].bindings)
		for j, each := range others[i].bindings {
			if each.GetName() == binding.GetName() {
				others[i].bindings[j] = binding
			}
		}
	}
	return others
}

// family is the policies of one kind with their bindings, in the order in which they are written.
type family[Policy, Binding metav1.Object] struct {
	kind     string
	policies []placed[Policy]
	bindings []placed[Binding]
	// policyOf is the name of the policy that a binding is for.
	policyOf func(Binding) string
}

type (
	validatingFamily = family[*validating.Policy, *validating.PolicyBinding]
	mutatingFamily   = family[*mutating.Policy, *mutating.PolicyBinding]
)

func newValidatingFamily() validatingFamily {
	return validatingFamily{kind: validatingKind, policyOf: func(b *validating.PolicyBinding) string { return b.Spec.PolicyName }}
}

func newMutatingFamily() mutatingFamily {
	return mutatingFamily{kind: mutatingKind, policyOf: func(b *mutating.PolicyBinding) string { return b.Spec.PolicyName }}
}

// bindingsOf are the bindings of a policy.
func (f *family[Policy, Binding]) bindingsOf(policy Policy) []Binding {
	var found []Binding
	for _, binding := range f.bindings {
		if f.policyOf(binding.object) == policy.GetName() {
			found = append(found, binding.object)
		}
	}
	return found
}

// bindAll compiles the policies with their bindings, and reports what would never take part: a policy without a binding, and a binding without its policy.
func bindAll[Policy, Binding metav1.Object, Program any](
	p *parsed, f *family[Policy, Binding], compile func(Policy) (Program, error),
) []bound[Policy, Binding, Program] {
	var all []bound[Policy, Binding, Program]
	for _, policy := range f.policies {
		name := policy.object.GetName()
		bindings := f.bindingsOf(policy.object)
		if len(bindings) == 0 {
			p.problem(policy.document, "policy `"+name+"` has no binding, so it never judges; "+
				"add a "+f.kind+bindingSuffix+" with `spec.policyName: "+name+"`", "metadata.name")
			continue
		}
		program, err := compile(policy.object)
		if err != nil {
			p.problem(policy.document, err.Error(), "")
			continue
		}
		all = append(all, bound[Policy, Binding, Program]{policy.object, bindings, program, policy.document})
		p.named = append(p.named, source.Named{Name: name, Kind: f.kind, Path: policy.document.Path, Line: policy.document.Line})
	}
	f.checkBindings(p)
	return all
}

// checkBindings finds the bindings that bind nothing, and names all.
func (f *family[Policy, Binding]) checkBindings(p *parsed) {
	kind := f.kind + bindingSuffix
	for _, binding := range f.bindings {
		p.named = append(p.named, source.Named{Name: binding.object.GetName(), Kind: kind, Path: binding.document.Path, Line: binding.document.Line})
		policy := f.policyOf(binding.object)
		if _, found := find(f.policies, policy); !found && !slices.Contains(p.refused, named{f.kind, policy}) {
			p.problem(binding.document, "binding `"+binding.object.GetName()+"` is for policy `"+policy+"`, which is not among the sources; "+
				"correct `spec.policyName` or add the policy", "spec.policyName")
		}
	}
}

// keep adds an object. A name that comes twice would be one object on a cluster, the later one.
func keep[Object metav1.Object](p *parsed, items *[]placed[Object], object Object, document *source.Document) {
	if first, twice := find(*items, object.GetName()); twice {
		p.problem(document, fmt.Sprintf("`%s` is already defined at %s:%d; rename one of them", object.GetName(), first.Path, first.Line), "metadata.name")
		return
	}
	*items = append(*items, placed[Object]{object, document})
}

func find[Object metav1.Object](items []placed[Object], name string) (*source.Document, bool) {
	for i := range items {
		if items[i].object.GetName() == name {
			return items[i].document, true
		}
	}
	return nil, false
}
