package world

import (
	"context"
	"testing"

	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
)

func TestRulesAllowAsRBACDoes(t *testing.T) {
	dev := &user.DefaultInfo{Name: "dev", Groups: []string{"devs"}}
	asked := authorizer.AttributesRecord{
		User: dev, Verb: "get", APIGroup: "apps", Resource: "deployments", Namespace: "team", Name: "web", ResourceRequest: true,
	}
	for name, test := range map[string]struct {
		rule  Rule
		allow bool
	}{
		"anybody":             {Rule{Verbs: []string{"get"}, Resources: []string{"deployments"}}, true},
		"the user":            {Rule{Users: []string{"dev"}, Verbs: []string{"get"}, Resources: []string{"deployments"}}, true},
		"a group of the user": {Rule{Groups: []string{"devs"}, Verbs: []string{"get"}, Resources: []string{"deployments"}}, true},
		"any user":            {Rule{Users: []string{"*"}, Verbs: []string{"*"}, Resources: []string{"*"}}, true},
		"another user":        {Rule{Users: []string{"ops"}, Verbs: []string{"get"}, Resources: []string{"deployments"}}, false},
		"another verb":        {Rule{Verbs: []string{"list"}, Resources: []string{"deployments"}}, false},
		"another group":       {Rule{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"deployments"}}, false},
		"the namespace":       {Rule{Verbs: []string{"get"}, Resources: []string{"deployments"}, Namespaces: []string{"team"}}, true},
		"any namespace":       {Rule{Verbs: []string{"get"}, Resources: []string{"deployments"}, Namespaces: []string{"*"}}, true},
		"another namespace":   {Rule{Verbs: []string{"get"}, Resources: []string{"deployments"}, Namespaces: []string{"other"}}, false},
		"the name":            {Rule{Verbs: []string{"get"}, Resources: []string{"deployments"}, ResourceNames: []string{"web"}}, true},
		"any name":            {Rule{Verbs: []string{"get"}, Resources: []string{"deployments"}, ResourceNames: []string{"*"}}, true},
		"another name":        {Rule{Verbs: []string{"get"}, Resources: []string{"deployments"}, ResourceNames: []string{"api"}}, false},
		"a subresource":       {Rule{Verbs: []string{"get"}, Resources: []string{"deployments/scale"}}, false},
	} {
		made, errs := newAuthorizer([]Rule{test.rule})
		if len(errs) > 0 {
			t.Errorf("%s: %v", name, errs)
		}
		decision, _, err := made.Authorize(context.Background(), asked)
		if err != nil || (decision == authorizer.DecisionAllow) != test.allow {
			t.Errorf("%s: %v, %v", name, decision, err)
		}
	}
}

func TestPathsAreAllowedEverywhereOrNotAtAll(t *testing.T) {
	rule := Rule{Verbs: []string{"get"}, NonResourceURLs: []string{"/healthz/*"}}
	made, errs := newAuthorizer([]Rule{rule})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for path, want := range map[string]authorizer.Decision{"/healthz/ready": authorizer.DecisionAllow, "/metrics": authorizer.DecisionNoOpinion} {
		asked := authorizer.AttributesRecord{User: &user.DefaultInfo{Name: "dev"}, Verb: "get", Path: path}
		if decision, _, err := made.Authorize(context.Background(), asked); err != nil || decision != want {
			t.Errorf("%s: %v, %v", path, decision, err)
		}
	}
	rule.Namespaces = []string{"team"}
	if _, errs := newAuthorizer([]Rule{rule}); len(errs) != 1 {
		t.Errorf("a path in a namespace: %v", errs)
	}
}
