package admit

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// emptyCluster holds what a test puts in, and nothing more.
type emptyCluster struct {
	namespace *corev1.Namespace
	account   *corev1.ServiceAccount
	crd       *apiextensionsv1.CustomResourceDefinition
}

func (c emptyCluster) Namespace(name string) *corev1.Namespace {
	if c.namespace != nil && c.namespace.Name == name {
		return c.namespace
	}
	return nil
}

func (c emptyCluster) ServiceAccount(_, name string) *corev1.ServiceAccount {
	if c.account != nil && c.account.Name == name {
		return c.account
	}
	return nil
}

func (c emptyCluster) CRDForKind(kind schema.GroupKind) *apiextensionsv1.CustomResourceDefinition {
	if c.crd != nil && c.crd.Spec.Group == kind.Group && c.crd.Spec.Names.Kind == kind.Kind {
		return c.crd
	}
	return nil
}

func (c emptyCluster) CRDForResource(resource schema.GroupResource) *apiextensionsv1.CustomResourceDefinition {
	if c.crd != nil && c.crd.Spec.Group == resource.Group && c.crd.Spec.Names.Plural == resource.Resource {
		return c.crd
	}
	return nil
}

// outcome is an AdmissionReview's request as a webhook reads it, in plain JSON.
type outcome struct {
	request  map[string]any
	warnings []string
	admitted *Admitted
}

func (o outcome) at(path ...string) any {
	value, _, _ := unstructured.NestedFieldNoCopy(o.request, path...)
	return value
}

func (o outcome) json(t *testing.T, path ...string) string {
	t.Helper()
	text, err := json.Marshal(o.at(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func tryAdmit(t *testing.T, cluster emptyCluster, r *Request, o Options) (outcome, error) {
	t.Helper()
	admitted, err := Admit(context.Background(), cluster, r, o)
	if err != nil {
		return outcome{}, err
	}
	review, err := Review(admitted)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(review)
	if err != nil {
		t.Fatal(err)
	}
	var read struct{ Request map[string]any }
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return outcome{read.Request, admitted.Warnings, admitted}, nil
}

func mustAdmit(t *testing.T, r *Request) outcome {
	t.Helper()
	got, err := tryAdmit(t, emptyCluster{}, r, Options{Validate: true})
	if err != nil {
		t.Fatalf("refused: %v", err)
	}
	return got
}

func create(text string) *Request { return &Request{Operation: "CREATE", ObjectText: text} }

func refusal(t *testing.T, r *Request) string {
	t.Helper()
	_, err := tryAdmit(t, emptyCluster{}, r, Options{Validate: true})
	if err == nil {
		t.Fatal("the request is admitted, and should be refused")
	}
	return err.Error()
}

func expectParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not contain %q", text, part)
		}
	}
}

func expect(t *testing.T, got outcome, want string, path ...string) {
	t.Helper()
	if text := got.json(t, path...); text != want {
		t.Errorf("%s is %s, want %s", strings.Join(path, "."), text, want)
	}
}
