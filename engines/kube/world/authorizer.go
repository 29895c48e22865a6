package world

import (
	"context"
	"fmt"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/kubernetes/pkg/apis/rbac"
	rbacconversion "k8s.io/kubernetes/pkg/apis/rbac/v1"
	rbacvalidation "k8s.io/kubernetes/pkg/apis/rbac/validation"
	rbacauthorizer "k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

// Rule allows what a rule of RBAC allows. What is left out, and `*`, is any; without users and groups it is anybody.
type Rule struct {
	Users           []string `json:"users"`
	Groups          []string `json:"groups"`
	Verbs           []string `json:"verbs"`
	APIGroups       []string `json:"apiGroups"`
	Resources       []string `json:"resources"`
	ResourceNames   []string `json:"resourceNames"`
	Namespaces      []string `json:"namespaces"`
	NonResourceURLs []string `json:"nonResourceURLs"`
}

// newAuthorizer allows what the rules and membership of system:masters allow, as a server with RBAC does. Errors are the server's own.
func newAuthorizer(rules []Rule) (authorizer.Authorizer, field.ErrorList) {
	var errs field.ErrorList
	granted := make([]grant, 0, len(rules))
	for i := range rules {
		granted = append(granted, grantOf(&rules[i]))
		errs = append(errs, granted[i].validate(field.NewPath("rules").Index(i))...)
	}
	masters := authorizerfactory.NewPrivilegedGroups(user.SystemPrivilegedGroup)
	return authorizer.AuthorizerFunc(func(ctx context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
		if decision, reason, err := masters.Authorize(ctx, a); err != nil || decision != authorizer.DecisionNoOpinion {
			return decision, reason, err
		}
		for i := range granted {
			if granted[i].appliesTo(a) && rbacauthorizer.RuleAllows(a, &granted[i].rule) {
				return authorizer.DecisionAllow, fmt.Sprintf("allowed by rules[%d]", i), nil
			}
		}
		return authorizer.DecisionNoOpinion, "", nil
	}), errs
}

// grant is a rule in RBAC's words, and whom it is bound to.
type grant struct {
	users, groups, namespaces []string
	rule                      rbacv1.PolicyRule
}

func grantOf(r *Rule) grant {
	rule := rbacv1.PolicyRule{
		Verbs: r.Verbs, APIGroups: r.APIGroups, Resources: r.Resources, NonResourceURLs: r.NonResourceURLs,
		ResourceNames: r.ResourceNames,
	}
	if len(r.Resources) > 0 && len(r.APIGroups) == 0 {
		rule.APIGroups = []string{rbacv1.APIGroupAll}
	}
	if slices.Contains(r.ResourceNames, anything) {
		rule.ResourceNames = nil
	}
	return grant{users: r.Users, groups: r.Groups, namespaces: r.Namespaces, rule: rule}
}

const anything = "*"

func (g *grant) validate(path *field.Path) field.ErrorList {
	var internal rbac.PolicyRule
	if err := rbacconversion.Convert_v1_PolicyRule_To_rbac_PolicyRule(&g.rule, &internal, nil); err != nil {
		return field.ErrorList{field.InternalError(path, err)}
	}
	return rbacvalidation.ValidatePolicyRule(internal, g.isNamespaced(), path)
}

func (g *grant) isNamespaced() bool {
	return len(g.namespaces) > 0 && !slices.Contains(g.namespaces, anything)
}

// appliesTo is whether the rule is bound to the user, in the namespace of the request.
func (g *grant) appliesTo(a authorizer.Attributes) bool {
	if g.isNamespaced() && !slices.Contains(g.namespaces, a.GetNamespace()) {
		return false
	}
	if len(g.users) == 0 && len(g.groups) == 0 || slices.Contains(g.users, anything) || slices.Contains(g.groups, anything) {
		return true
	}
	subject := a.GetUser()
	return slices.Contains(g.users, subject.GetName()) || slices.ContainsFunc(subject.GetGroups(), func(group string) bool {
		return slices.Contains(g.groups, group)
	})
}
