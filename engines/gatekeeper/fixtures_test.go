package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"math/big"
	"strings"
	"testing"

	"assay.dev/engines/manifest"
	"assay.dev/engines/manifest/source"
	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/gator/reader"
)

// inNamespace moves an object out of the shop.
func inNamespace(text, namespace string) string {
	return strings.Replace(text, "namespace: shop", "namespace: "+namespace, 1)
}

// stockProvider is never asked; Gatekeeper wants a certificate all the same.
var stockProvider = `
apiVersion: externaldata.gatekeeper.sh/v1beta1
kind: Provider
metadata: {name: stock}
spec: {url: "https://stock.example/", timeout: 1, caBundle: ` + certificate() + `}
`

func certificate() string {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"stock.example"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// with is a body with one more field.
func with(body fields, key string, value any) fields {
	more := maps.Clone(body)
	more[key] = value
	return more
}

// object reads one YAML document.
func object(t testing.TB, text string) json.RawMessage {
	t.Helper()
	read, err := manifest.JSON(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// sources are one file with all texts in it.
func sources(texts ...string) []source.Source {
	return []source.Source{{Path: "policies.yaml", Text: strings.Join(texts, "\n---\n")}}
}

// review is the AdmissionReview of an object, which is the old one as well for UPDATE, and the old one alone for DELETE.
func review(t testing.TB, operation, text string) string {
	t.Helper()
	raw := object(t, text)
	var meta struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Metadata   struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(raw, &meta); err != nil {
		t.Fatal(err)
	}
	group, version, grouped := strings.Cut(meta.APIVersion, "/")
	if !grouped {
		group, version = "", group
	}
	request := fields{
		"uid": "u", "operation": operation, "name": meta.Metadata.Name, "namespace": meta.Metadata.Namespace, "userInfo": fields{"username": "dev"},
		"kind":     fields{"group": group, "version": version, "kind": meta.Kind},
		"resource": fields{"group": group, "version": version, "resource": strings.ToLower(meta.Kind) + "s"},
	}
	if operation != "DELETE" {
		request["object"] = raw
	}
	if operation != "CREATE" {
		request["oldObject"] = raw
	}
	whole, err := json.Marshal(fields{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request})
	if err != nil {
		t.Fatal(err)
	}
	return string(whole)
}

type named struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Line int    `json:"line"`
}

type policiesAnswer struct {
	Policies []named `json:"policies"`
	Problems []struct {
		Path    string `json:"path"`
		Line    int    `json:"line"`
		Message string `json:"message"`
		Code    string `json:"code"`
	} `json:"problems"`
}

// load takes policies that have no problem, as `p`.
func load(t testing.TB, e *engine, more fields, texts ...string) {
	t.Helper()
	body := fields{"as": "p", "sources": sources(texts...)}
	for key, value := range more {
		body[key] = value
	}
	if read := must[policiesAnswer](t, e, "policies", body); len(read.Problems) > 0 {
		t.Fatalf("problems: %+v", read.Problems)
	}
}

// judged asks for a verdict of the policies `p`.
func judged(t testing.TB, e *engine, body fields) *verdict {
	t.Helper()
	asked := fields{"policies": "p"}
	for key, value := range body {
		asked[key] = value
	}
	return must[struct {
		Verdict *verdict `json:"verdict"`
	}](t, e, "judge", asked).Verdict
}

// same compares what two values are as JSON.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	g, _ := json.MarshalIndent(got, "", " ")
	w, _ := json.MarshalIndent(want, "", " ")
	if string(g) != string(w) {
		t.Errorf("%s: got %s\nwant %s", what, g, w)
	}
}

// converted is a template as Gatekeeper's code takes it.
func converted(t testing.TB, template placed) *templates.ConstraintTemplate {
	t.Helper()
	made, err := reader.ToTemplate(gatekeeperScheme, template.Unstructured)
	if err != nil {
		t.Fatal(err)
	}
	return made
}
