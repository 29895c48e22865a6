package main

import (
	"slices"

	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/controller/webhookconfig/webhookconfigcache"
	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// sentResources are what Gatekeeper's webhook is sent as its chart installs it.
var sentResources = []string{
	"*",
	"deployments/scale", "nodes/proxy",
	"pods/attach", "pods/binding", "pods/ephemeralcontainers", "pods/eviction", "pods/exec", "pods/log", "pods/portforward", "pods/proxy", "pods/resize",
	"replicasets/scale", "replicationcontrollers/scale", "services/proxy", "services/status", "statefulsets/scale",
}

// sentFor says what Gatekeeper's webhook is sent: what its chart has in it, and the operations that the template asks for, of which the chart can be told.
// Gatekeeper makes the admission policy of a template for the same requests.
func sentFor(template *templates.ConstraintTemplate) *webhookconfigcache.WebhookMatchingConfig {
	operations := []admissionv1.OperationType{admissionv1.Create, admissionv1.Update}
	for _, target := range template.Spec.Targets {
		for _, operation := range target.Operations {
			if !slices.Contains(operations, operation) {
				operations = append(operations, operation)
			}
		}
	}
	return &webhookconfigcache.WebhookMatchingConfig{
		MatchPolicy: new(admissionv1.Exact),
		Rules: []admissionv1.RuleWithOperations{{
			Operations: operations,
			Rule: admissionv1.Rule{
				APIGroups: []string{"*"}, APIVersions: []string{"*"}, Resources: sentResources, Scope: new(admissionv1.AllScopes),
			},
		}},
	}
}
