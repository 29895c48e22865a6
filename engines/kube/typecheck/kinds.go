package typecheck

import (
	"slices"
	"strings"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/registry"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules"
)

// path is what requests are sent to, and the kind of the object that a policy is then given.
type path struct {
	resource    schema.GroupVersionResource
	subResource string
	kind        schema.GroupVersionKind
	namespaced  bool
	takes       func(admission.Operation) bool
}

var operations = []admission.Operation{admission.Create, admission.Update, admission.Delete, admission.Connect}

// servedWith are the paths of the server, and those of custom resources.
func servedWith(crds []*apiextensionsv1.CustomResourceDefinition) []path {
	var paths []path
	for _, r := range registry.Default().All() {
		if cel.Judged(r.GVR.GroupResource()) {
			paths = append(paths, path{r.GVR, r.SubResource, r.Kind, r.Namespaced, r.Takes})
		}
	}
	for _, crd := range crds {
		for i := range crd.Spec.Versions {
			if version := &crd.Spec.Versions[i]; version.Served {
				paths = append(paths, customPaths(crd, version)...)
			}
		}
	}
	return paths
}

func customPaths(crd *apiextensionsv1.CustomResourceDefinition, version *apiextensionsv1.CustomResourceDefinitionVersion) []path {
	group := schema.GroupVersion{Group: crd.Spec.Group, Version: version.Name}
	resource, kind := group.WithResource(crd.Spec.Names.Plural), group.WithKind(crd.Spec.Names.Kind)
	namespaced := crd.Spec.Scope == apiextensionsv1.NamespaceScoped
	updates := func(o admission.Operation) bool { return o == admission.Update }
	paths := []path{{resource, "", kind, namespaced, func(o admission.Operation) bool { return o != admission.Connect }}}
	if version.Subresources != nil && version.Subresources.Status != nil {
		paths = append(paths, path{resource, "status", kind, namespaced, updates})
	}
	if version.Subresources != nil && version.Subresources.Scale != nil {
		paths = append(paths, path{resource, "scale", autoscalingv1.SchemeGroupVersion.WithKind("Scale"), namespaced, updates})
	}
	return paths
}

// kindsOf are the kinds whose objects the constraints let through, by the server's matching of rules, sorted.
func kindsOf(constraints *admissionregistrationv1.MatchResources, served []path) []schema.GroupVersionKind {
	var kinds []schema.GroupVersionKind
	if constraints == nil {
		return nil
	}
	for i := range served {
		if !slices.Contains(kinds, served[i].kind) && served[i].isMatched(constraints) {
			kinds = append(kinds, served[i].kind)
		}
	}
	slices.SortFunc(kinds, func(a, b schema.GroupVersionKind) int { return strings.Compare(a.String(), b.String()) })
	return kinds
}

// isMatched says whether some request to the path is not excluded. Rules for certain names exclude no path.
func (p *path) isMatched(constraints *admissionregistrationv1.MatchResources) bool {
	for _, operation := range operations {
		if p.takes(operation) && p.isIn(constraints.ResourceRules, operation) &&
			!p.isIn(withoutNames(constraints.ExcludeResourceRules), operation) {
			return true
		}
	}
	return false
}

func (p *path) isIn(list []admissionregistrationv1.NamedRuleWithOperations, operation admission.Operation) bool {
	namespace := ""
	if p.namespaced {
		namespace = "any"
	}
	attributes := admission.NewAttributesRecord(nil, nil, p.kind, namespace, "any", p.resource, p.subResource, operation, nil, false, nil)
	return slices.ContainsFunc(list, func(rule admissionregistrationv1.NamedRuleWithOperations) bool {
		matcher := rules.Matcher{Rule: rule.RuleWithOperations, Attr: attributes}
		return matcher.Matches()
	})
}

func withoutNames(list []admissionregistrationv1.NamedRuleWithOperations) []admissionregistrationv1.NamedRuleWithOperations {
	return slices.DeleteFunc(slices.Clone(list), func(rule admissionregistrationv1.NamedRuleWithOperations) bool { return len(rule.ResourceNames) > 0 })
}
