package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/controller/webhookconfig/webhookconfigcache"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/webhook"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/namespace"
	selected "k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/object"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules"
	corelisters "k8s.io/client-go/listers/core/v1"
)

// sent is what the API server sends to Gatekeeper's webhook.
type sent struct {
	hook admissionregistrationv1.ValidatingWebhook
	// said is where it is written.
	said string
}

// hookName is the webhook that judges; Gatekeeper's other one keeps its labels from misuse.
const hookName = "validation.gatekeeper.sh"

// sentResources are what the webhook is sent as Gatekeeper's chart installs it.
var sentResources = []string{
	"*",
	"deployments/scale", "nodes/proxy",
	"pods/attach", "pods/binding", "pods/ephemeralcontainers", "pods/eviction", "pods/exec", "pods/log", "pods/portforward", "pods/proxy", "pods/resize",
	"replicasets/scale", "replicationcontrollers/scale", "services/proxy", "services/status", "statefulsets/scale",
}

// sentByChart is what the chart has, with the operations that a template asks for, of which the chart can be told.
func sentByChart(known map[string]*templates.ConstraintTemplate) *sent {
	operations := []admissionregistrationv1.OperationType{admissionregistrationv1.Create, admissionregistrationv1.Update}
	for _, template := range known {
		for _, target := range template.Spec.Targets {
			operations = append(operations, target.Operations...)
		}
	}
	slices.Sort(operations)
	return &sent{said: "as its chart installs it", hook: admissionregistrationv1.ValidatingWebhook{
		Name: hookName, MatchPolicy: new(admissionregistrationv1.Exact),
		Rules: []admissionregistrationv1.RuleWithOperations{{
			Operations: slices.Compact(operations),
			Rule: admissionregistrationv1.Rule{
				APIGroups: []string{"*"}, APIVersions: []string{"*"}, Resources: sentResources, Scope: new(admissionregistrationv1.AllScopes),
			},
		}},
	}}
}

// addHook takes the webhook of a ValidatingWebhookConfiguration in place of the chart's.
func (p *policies) addHook(configuration placed) error {
	typed := &admissionregistrationv1.ValidatingWebhookConfiguration{}
	if err := into(configuration, typed); err != nil {
		return err
	}
	at := slices.IndexFunc(typed.Webhooks, func(hook admissionregistrationv1.ValidatingWebhook) bool { return hook.Name == hookName })
	if at < 0 {
		return errors.New("no webhook of it is named `" + hookName + "`, which is the one of Gatekeeper that judges")
	}
	if len(typed.Webhooks[at].MatchConditions) > 0 {
		return errors.New("`matchConditions` of the webhook are not evaluated yet; leave them out")
	}
	hook := typed.Webhooks[at]
	// The API server sets these where they are not there.
	if hook.NamespaceSelector == nil {
		hook.NamespaceSelector = &metav1.LabelSelector{}
	}
	if hook.ObjectSelector == nil {
		hook.ObjectSelector = &metav1.LabelSelector{}
	}
	p.sent = &sent{said: "as `" + typed.Name + "` registers it", hook: hook}
	return nil
}

// config is what Gatekeeper makes the admission policies of templates for.
func (s *sent) config() *webhookconfigcache.WebhookMatchingConfig {
	return &webhookconfigcache.WebhookMatchingConfig{
		NamespaceSelector: s.hook.NamespaceSelector, ObjectSelector: s.hook.ObjectSelector, Rules: s.hook.Rules, MatchPolicy: s.hook.MatchPolicy,
	}
}

// not is why a request never reaches the webhook, or empty where it does. What the API server's own code looks at tells.
func (s *sent) not(asked *request, around *world) string {
	attributes := asked.attributes(nil, nil)
	covered := slices.ContainsFunc(s.hook.Rules, func(rule admissionregistrationv1.RuleWithOperations) bool {
		return (&rules.Matcher{Rule: rule, Attr: attributes}).Matches()
	})
	resource := attributes.GetResource().Resource
	if sub := attributes.GetSubresource(); sub != "" {
		resource += "/" + sub
	}
	if !covered {
		return fmt.Sprintf("Gatekeeper's webhook, %s, is not sent %s of `%s`", s.said, attributes.GetOperation(), resource)
	}
	if s.hook.NamespaceSelector == nil && s.hook.ObjectSelector == nil {
		return ""
	}
	attributes = asked.attributes(decoded(asked.admission.Object.Raw), decoded(asked.admission.OldObject.Raw))
	accessor := webhook.NewValidatingWebhookAccessor("", "", &s.hook)
	inNamespace, err := (&namespace.Matcher{NamespaceLister: lister{around: around}}).MatchNamespaceSelector(accessor, attributes)
	if err == nil && !inNamespace {
		return "the `namespaceSelector` of Gatekeeper's webhook does not match"
	}
	matched, err := (&selected.Matcher{}).MatchObjectSelector(accessor, attributes)
	if err == nil && !matched {
		return "the `objectSelector` of Gatekeeper's webhook does not match"
	}
	return ""
}

// attributes are the request as the API server's own code has it. There, a Namespace is in itself.
func (r *request) attributes(object, old runtime.Object) admission.Attributes {
	asked, inNamespace := r.admission, r.admission.Namespace
	if isNamespace(asked.Kind.Group, asked.Kind.Kind) {
		inNamespace = asked.Name
	}
	return admission.NewAttributesRecord(object, old, schema.GroupVersionKind(asked.Kind), inNamespace, asked.Name,
		schema.GroupVersionResource(asked.Resource), asked.SubResource, admission.Operation(asked.Operation), nil, false, nil)
}

func decoded(raw []byte) runtime.Object {
	object := &unstructured.Unstructured{}
	if object.UnmarshalJSON(raw) != nil {
		return nil
	}
	return object
}

// lister gives the Namespaces of a world.
type lister struct {
	corelisters.NamespaceLister
	around *world
}

func (l lister) Get(name string) (*corev1.Namespace, error) { return l.around.namespace(name), nil }
