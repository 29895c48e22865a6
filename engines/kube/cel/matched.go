package cel

import (
	"fmt"
	"slices"
	"strings"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/manifest/source"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/apiserver/pkg/admission/plugin/policy/matching"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
)

// Matched says whether a policy, or a binding of it, matches a request, and why it does not.
type Matched struct {
	Policy  string   `json:"policy"`
	Binding string   `json:"binding,omitempty"`
	Path    string   `json:"path"`
	Line    int      `json:"line"`
	Matches bool     `json:"matches"`
	Why     []string `json:"why"`
}

// matched asks the server's matcher of every policy and binding.
func (e *Explainer) matched(admitted *admit.Admitted) []Matched {
	asking := &asking{admitted, generic.NewPolicyMatcher(matching.NewMatcher(e.cluster.Namespaces(), nil))}
	all := []Matched{}
	for i := range e.policies.validating {
		each := &e.policies.validating[i]
		all = append(all, asking.of(each.policy.Name, "", each.document, each.policy.Spec.MatchConstraints))
		for _, binding := range each.bindings {
			all = append(all, asking.of(each.policy.Name, binding.Name, each.document, binding.Spec.MatchResources))
		}
	}
	for i := range e.policies.mutating {
		each := &e.policies.mutating[i]
		all = append(all, asking.of(each.policy.Name, "", each.document, each.policy.Spec.MatchConstraints))
		for _, binding := range each.bindings {
			all = append(all, asking.of(each.policy.Name, binding.Name, each.document, binding.Spec.MatchResources))
		}
	}
	return all
}

// asking asks about one request. Which part of what must match does not, is found by asking with the others made wide.
type asking struct {
	admitted *admit.Admitted
	server   generic.PolicyMatcher
}

func (a *asking) of(policy, binding string, document *source.Document, match *admissionregistrationv1.MatchResources) Matched {
	field := "spec.matchConstraints"
	if binding != "" {
		field = ""
	}
	place := document.Problem("", field)
	told := Matched{policy, binding, place.Path, place.Line, true, []string{}}
	if match == nil {
		return told
	}
	asked := match.DeepCopy()
	if len(asked.ResourceRules) == 0 {
		asked.ResourceRules = everything
	}
	matches, err := a.matches(asked)
	told.Matches = matches
	switch {
	case err != nil:
		told.Why = append(told.Why, err.Error())
	case !matches:
		told.Why = append(told.Why, a.why(asked)...)
	}
	return told
}

func (a *asking) matches(match *admissionregistrationv1.MatchResources) (bool, error) {
	if match.NamespaceSelector == nil {
		match.NamespaceSelector = &metav1.LabelSelector{}
	}
	if match.ObjectSelector == nil {
		match.ObjectSelector = &metav1.LabelSelector{}
	}
	if match.MatchPolicy == nil {
		equivalent := admissionregistrationv1.Equivalent
		match.MatchPolicy = &equivalent
	}
	policy := &admissionregistrationv1.ValidatingAdmissionPolicy{Spec: admissionregistrationv1.ValidatingAdmissionPolicySpec{MatchConstraints: match}}
	matches, _, _, err := a.server.DefinitionMatches(a.admitted.Attributes, a.admitted.Interfaces, validating.NewValidatingAdmissionPolicyAccessor(policy))
	return matches, err
}

// alone says whether the request matches what is left of a wide match after a change.
func (a *asking) alone(change func(wide *admissionregistrationv1.MatchResources)) bool {
	wide := &admissionregistrationv1.MatchResources{ResourceRules: everything}
	change(wide)
	matches, err := a.matches(wide)
	return matches && err == nil
}

func (a *asking) why(match *admissionregistrationv1.MatchResources) []string {
	why := []string{}
	attributes := a.admitted.Attributes
	if !a.alone(func(wide *admissionregistrationv1.MatchResources) { wide.NamespaceSelector = match.NamespaceSelector }) {
		why = append(why, fmt.Sprintf("namespaceSelector `%s` does not select namespace `%s`", metav1.FormatLabelSelector(match.NamespaceSelector), attributes.GetNamespace()))
	}
	if !a.alone(func(wide *admissionregistrationv1.MatchResources) { wide.ObjectSelector = match.ObjectSelector }) {
		why = append(why, fmt.Sprintf("objectSelector `%s` does not select the object's labels", metav1.FormatLabelSelector(match.ObjectSelector)))
	}
	if !a.alone(func(wide *admissionregistrationv1.MatchResources) {
		wide.ExcludeResourceRules = match.ExcludeResourceRules
	}) {
		why = append(why, "excludeResourceRules leave the request out: "+rulesText(match.ExcludeResourceRules))
	}
	if !a.alone(func(wide *admissionregistrationv1.MatchResources) { wide.ResourceRules = match.ResourceRules }) {
		why = append(why, a.whyRules(match.ResourceRules))
	}
	return why
}

// whyRules finds the part of the rules without which one would match.
func (a *asking) whyRules(rules []admissionregistrationv1.NamedRuleWithOperations) string {
	attributes := a.admitted.Attributes
	resource := attributes.GetResource().GroupResource().String()
	if sub := attributes.GetSubresource(); sub != "" {
		resource += "/" + sub
	}
	without := func(change func(*admissionregistrationv1.NamedRuleWithOperations)) bool {
		return a.alone(func(wide *admissionregistrationv1.MatchResources) {
			wide.ResourceRules = nil
			for _, rule := range rules {
				changed := *rule.DeepCopy()
				change(&changed)
				wide.ResourceRules = append(wide.ResourceRules, changed)
			}
		})
	}
	listed := ": " + rulesText(rules)
	switch {
	case without(func(r *admissionregistrationv1.NamedRuleWithOperations) {
		r.Operations = []admissionregistrationv1.OperationType{admissionregistrationv1.OperationAll}
	}):
		return fmt.Sprintf("no resource rule for `%s` has the operation %s%s", resource, attributes.GetOperation(), listed)
	case without(func(r *admissionregistrationv1.NamedRuleWithOperations) { r.ResourceNames = nil }):
		return fmt.Sprintf("no resource rule has the name `%s`%s", attributes.GetName(), listed)
	case without(func(r *admissionregistrationv1.NamedRuleWithOperations) { r.Scope = nil }):
		return "no resource rule has the scope of `" + resource + "`" + listed
	}
	return "no resource rule has `" + resource + "`" + listed
}

var everything = []admissionregistrationv1.NamedRuleWithOperations{{RuleWithOperations: admissionregistrationv1.RuleWithOperations{
	Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.OperationAll},
	Rule:       admissionregistrationv1.Rule{APIGroups: []string{"*"}, APIVersions: []string{"*"}, Resources: []string{"*/*"}},
}}}

func rulesText(rules []admissionregistrationv1.NamedRuleWithOperations) string {
	var all []string
	for _, rule := range rules {
		var operations []string
		for _, each := range rule.Operations {
			operations = append(operations, string(each))
		}
		groups := slices.Clone(rule.APIGroups)
		for i := range groups {
			if groups[i] == "" {
				groups[i] = "core"
			}
		}
		all = append(all, strings.Join(operations, ",")+" of "+strings.Join(rule.Resources, ",")+" in "+strings.Join(groups, ","))
	}
	return strings.Join(all, "; ")
}
