package main

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/frameworks/constraint/pkg/client"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/controller/config/process"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/expansion"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/webhook"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/rest"
	ctrlclient "sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	ctrlwebhook "sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

// cluster is as much of a manager as Gatekeeper's webhooks want: they read Namespaces from it, and it keeps the handlers that they register.
type cluster struct {
	manager.Manager
	namespaces stored
	handlers   registered
}

type stored struct {
	ctrlclient.Client
	namespaces map[string]*corev1.Namespace
}

type registered struct {
	ctrlwebhook.Server
	handlers map[string]http.Handler
}

func (c *cluster) GetConfig() *rest.Config              { return &rest.Config{} }
func (c *cluster) GetClient() ctrlclient.Client         { return c.namespaces }
func (c *cluster) GetAPIReader() ctrlclient.Reader      { return c.namespaces }
func (c *cluster) GetWebhookServer() ctrlwebhook.Server { return c.handlers }

func (r registered) Register(path string, hook http.Handler) { r.handlers[path] = hook }

func (s stored) Get(_ context.Context, key ctrlclient.ObjectKey, into ctrlclient.Object, _ ...ctrlclient.GetOption) error {
	namespace, there := s.namespaces[key.Name]
	if into, ok := into.(*corev1.Namespace); ok && there {
		namespace.DeepCopyInto(into)
		return nil
	}
	return apierrors.NewNotFound(corev1.Resource("namespaces"), key.Name)
}

// realWebhooks are Gatekeeper's own, with the policies of texts.
func realWebhooks(t *testing.T, around *world, texts ...string) *cluster {
	t.Helper()
	cel, err := k8scel.New()
	if err != nil {
		t.Fatal(err)
	}
	driver, err := rego.New()
	if err != nil {
		t.Fatal(err)
	}
	made, err := client.NewClient(client.Targets(&target.K8sValidationTarget{}), client.Driver(cel), client.Driver(driver),
		client.EnforcementPoints(util.WebhookEnforcementPoint))
	if err != nil {
		t.Fatal(err)
	}
	read := readSources(sources(texts...))
	mutations := mutation.NewSystem(mutation.SystemOpts{})
	beside := &policies{excluded: process.New()}
	beside.addSystems(read, newExternalData())
	if beside.mutations != nil {
		mutations = beside.mutations
	}
	expansions := expansion.NewSystem(mutations)
	if beside.expansions != nil {
		expansions = beside.expansions
	}
	for _, config := range read.configs {
		if err := beside.addConfig(config); err != nil {
			t.Fatal(err)
		}
	}
	for _, template := range read.templates {
		if _, err := made.AddTemplate(t.Context(), converted(t, template)); err != nil {
			t.Fatal(err)
		}
	}
	for _, constraint := range read.constraints {
		if _, err := made.AddConstraint(t.Context(), constraint.DeepCopy()); err != nil {
			t.Fatal(err)
		}
	}
	hooks := &cluster{namespaces: stored{namespaces: around.namespaces}, handlers: registered{handlers: map[string]http.Handler{}}}
	deps := webhook.Dependencies{OpaClient: made, ProcessExcluder: beside.excluded, MutationSystem: mutations, ExpansionSystem: expansions}
	if err := webhook.AddPolicyWebhook(hooks, deps); err != nil {
		t.Fatal(err)
	}
	if err := webhook.AddMutatingWebhook(hooks, deps); err != nil {
		t.Fatal(err)
	}
	return hooks
}

func (c *cluster) ask(t *testing.T, path, text string) admission.Response {
	t.Helper()
	var review admissionv1.AdmissionReview
	if err := json.Unmarshal([]byte(text), &review); err != nil {
		t.Fatal(err)
	}
	return c.handlers.handlers[path].(*admission.Webhook).Handle(t.Context(), admission.Request{AdmissionRequest: *review.Request})
}

func TestTheVerdictIsWhatGatekeepersOwnWebhooksAnswer(t *testing.T) {
	beside := []string{expandsDeployments, addsTier, excludesSystem, sendsAll}
	inRego := append([]string{labelsTemplate, needsTeam, warnsOfTier, triesOwner, inRed, whereTemplate, whereAll}, beside...)
	inCel := append([]string{hostTemplate, noHost, scopedHost}, beside...)
	decisions := map[string]int{}
	compare := func(policies []string, operations ...string) {
		e := newEngine()
		load(t, e, nil, policies...)
		must[any](t, e, "world", fields{"as": "w", "namespaces": []json.RawMessage{
			object(t, redNamespace), object(t, shopNamespace), object(t, systemNamespace)}})
		hooks := realWebhooks(t, e.worlds["w"], policies...)
		for name, text := range reviewedObjects {
			for _, operation := range operations {
				asked := review(t, operation, text)
				decisions[sameAsWebhooks(t, e, hooks, name, asked)]++
				decisions[sameAsWebhooks(t, e, hooks, name+" in red", strings.Replace(asked, `"namespace":""`, `"namespace":"red"`, 1))]++
			}
		}
	}
	compare(append(inRego, labelsAndHost...), "CREATE", "UPDATE")
	// With both languages chance decides what Gatekeeper answers to a DELETE: its driver for CEL takes away the object that the other reads.
	compare(inRego, "DELETE")
	compare(inCel, "CREATE", "UPDATE", "DELETE")
	if decisions[allow] == 0 || decisions[deny] == 0 || decisions[skip] == 0 {
		t.Errorf("not every decision was there: %v", decisions)
	}
}

// whereTemplate tells what Rego is given of the Namespace.
const whereTemplate = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: where}
spec:
  crd: {spec: {names: {kind: Where}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package where
        violation[{"msg": msg}] {
          msg := sprintf("%v %v", [object.get(input.review, "namespace", "nowhere"), input.review.namespaceObject])
        }
`

const whereAll = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: Where
metadata: {name: all}
spec: {match: {kinds: [{apiGroups: [""], kinds: [Namespace, Pod]}]}}
`

var labelsAndHost = []string{hostTemplate, noHost, scopedHost}

var reviewedObjects = map[string]string{
	"bare": barePod, "good": goodPod, "red": inNamespace(goodPod, "red"), "bare red": inNamespace(barePod, "red"),
	"excluded": inNamespace(barePod, "system"), "deployment": deployment, "namespace": shopNamespace, "config map": configMap,
	"without a namespace": strings.Replace(barePod, ", namespace: shop", "", 1),
}

// sameAsWebhooks compares what the engine and the webhooks say of a review: first the mutating one, then the validating one.
func sameAsWebhooks(t *testing.T, e *engine, hooks *cluster, name, asked string) string {
	t.Helper()
	got := judged(t, e, fields{"world": "w", "review": asked})
	same(t, name+": mutated", patchOf(t, asked, got.Object), texts(hooks.ask(t, "/v1/mutate", asked)))
	same(t, name, saidOf(got), answerOf(hooks.ask(t, "/v1/admit", withObject(t, asked, got.Object))))
	return got.Decision
}

// patchOf is the JSON patch that a webhook sends for a changed object.
func patchOf(t *testing.T, text string, changed map[string]any) []string {
	t.Helper()
	if changed == nil {
		return texts(admission.Response{})
	}
	var review admissionv1.AdmissionReview
	if err := json.Unmarshal([]byte(text), &review); err != nil {
		t.Fatal(err)
	}
	after, err := json.Marshal(changed)
	if err != nil {
		t.Fatal(err)
	}
	return texts(admission.PatchResponseFromRaw(review.Request.Object.Raw, after))
}

// texts are the operations of a patch, in an order.
func texts(response admission.Response) []string {
	operations := []string{}
	for _, operation := range response.Patches {
		operations = append(operations, operation.Json())
	}
	slices.Sort(operations)
	return operations
}

// withObject is a review as it comes out of the mutating webhook.
func withObject(t *testing.T, text string, changed map[string]any) string {
	t.Helper()
	if changed == nil {
		return text
	}
	var review map[string]any
	if err := json.Unmarshal([]byte(text), &review); err != nil {
		t.Fatal(err)
	}
	review["request"].(map[string]any)["object"] = changed
	after, err := json.Marshal(review)
	if err != nil {
		t.Fatal(err)
	}
	return string(after)
}

type said struct {
	Allowed  bool
	Denials  []string
	Warnings []string
}

// saidOf words a verdict as the webhook does.
func saidOf(got *verdict) said {
	words := said{Allowed: got.Decision != deny, Denials: []string{}, Warnings: sortedTexts(got.Warnings)}
	for _, found := range got.Violations {
		_, name, _ := strings.Cut(found.Policy, "/")
		words.Denials = append(words.Denials, "["+name+"] "+found.Message)
	}
	slices.Sort(words.Denials)
	return words
}

func answerOf(response admission.Response) said {
	words := said{Allowed: response.Allowed, Denials: []string{}, Warnings: sortedTexts(response.Warnings)}
	if !response.Allowed {
		words.Denials = sortedTexts(strings.Split(response.Result.Message, "\n"))
	}
	return words
}

func sortedTexts(texts []string) []string {
	sorted := append([]string{}, texts...)
	slices.Sort(sorted)
	return sorted
}
