package admit

import (
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const definition = `
metadata: {name: ships.sea.example}
spec:
  group: sea.example
  scope: Namespaced
  names: {plural: ships, singular: ship, kind: Ship, listKind: ShipList}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}, scale: {specReplicasPath: .spec.crew, statusReplicasPath: .status.crew}}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            x-kubernetes-validations:
            - {rule: "self.crew > 0", message: a ship needs a crew}
            - {rule: "self.flag == oldSelf.flag", message: a ship keeps its flag}
            properties:
              crew: {type: integer, default: 3}
              flag: {type: string, default: none}
          status: {type: object, x-kubernetes-preserve-unknown-fields: true}
`

func sea(t *testing.T) emptyCluster {
	t.Helper()
	crd := &apiextensionsv1.CustomResourceDefinition{}
	if err := yaml.Unmarshal([]byte(definition), crd); err != nil {
		t.Fatal(err)
	}
	return emptyCluster{crd: crd}
}

func ship(fields string) string {
	return "{apiVersion: sea.example/v1, kind: Ship, metadata: {name: a}, " + fields + "}"
}

func TestACustomResourceIsDefaultedByItsDefinition(t *testing.T) {
	got, err := tryAdmit(t, sea(t), create(ship("spec: {}")), Options{Validate: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `{"crew":3,"flag":"none"}`, "object", "spec")
	expect(t, got, `"default"`, "object", "metadata", "namespace")
	expect(t, got, `{"group":"sea.example","resource":"ships","version":"v1"}`, "resource")
	expect(t, got, `null`, "object", "metadata", "managedFields")
	expect(t, got, `"2025-01-01T00:00:00Z"`, "object", "metadata", "creationTimestamp")
}

func TestACustomResourceIsRefusedInTheServersWords(t *testing.T) {
	for fields, words := range map[string]string{
		"spec: {crew: many}":     `spec.crew: Invalid value: "string": spec.crew in body must be of type integer: "string"`,
		"spec: {crew: 0}":        `spec: Invalid value: a ship needs a crew`,
		"spec: {sails: 3}":       `strict decoding error: unknown field "spec.sails"`,
		"spec: {}, metadate: {}": `unknown field "metadate"`,
	} {
		_, err := tryAdmit(t, sea(t), create(ship(fields)), Options{Validate: true})
		if err == nil {
			t.Errorf("%s is admitted", fields)
			continue
		}
		expectParts(t, err.Error(), words)
	}
}

func TestWithoutValidationAnInvalidCustomResourceGoesOnDefaulted(t *testing.T) {
	got, err := tryAdmit(t, sea(t), create(ship("spec: {crew: 0}")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `{"crew":0,"flag":"none"}`, "object", "spec")
}

func TestAnUpdateOfACustomResourceIsComparedWithTheOldOne(t *testing.T) {
	update := &Request{Operation: "UPDATE", ObjectText: ship("spec: {flag: b}"), OldObjectText: ship("spec: {flag: a, rotten: true}")}
	_, err := tryAdmit(t, sea(t), update, Options{Validate: true})
	if !apierrors.IsInvalid(err) {
		t.Fatalf("got %v", err)
	}
	expectParts(t, err.Error(), "a ship keeps its flag")
	update.ObjectText = ship("spec: {flag: a, crew: 4}")
	got, err := tryAdmit(t, sea(t), update, Options{Validate: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `{"crew":3,"flag":"a"}`, "oldObject", "spec")
	expect(t, got, `{"crew":4,"flag":"a"}`, "object", "spec")
	expect(t, got, `2`, "object", "metadata", "generation")
}

func TestTheStatusOfACustomResourceLeavesItsSpecAlone(t *testing.T) {
	update := &Request{Operation: "UPDATE", SubResource: "status", ObjectText: ship("spec: {crew: 9}, status: {at: sea}"), OldObjectText: ship("spec: {crew: 4}")}
	got, err := tryAdmit(t, sea(t), update, Options{Validate: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `{"crew":4,"flag":"none"}`, "object", "spec")
	expect(t, got, `{"at":"sea"}`, "object", "status")
	expect(t, got, `"status"`, "subResource")
}

func TestADeletedCustomResourceIsTheOldObject(t *testing.T) {
	got, err := tryAdmit(t, sea(t), &Request{Operation: "DELETE", OldObjectText: ship("spec: {}")}, Options{Validate: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `null`, "object")
	expect(t, got, `{"crew":3,"flag":"none"}`, "oldObject", "spec")
}

func TestAVersionThatTheDefinitionDoesNotServeIsRefused(t *testing.T) {
	_, err := tryAdmit(t, sea(t), create("{apiVersion: sea.example/v2, kind: Ship, metadata: {name: a}}"), Options{Validate: true})
	if err == nil {
		t.Fatal("it is admitted")
	}
	expectParts(t, err.Error(), `no matches for kind "Ship" in version "sea.example/v2"`)
}

func TestACustomResourceWithoutADefinitionPassesAsItIs(t *testing.T) {
	got := mustAdmit(t, create("{apiVersion: sea.example/v1, kind: Ship, metadata: {name: a, namespace: north}, spec: {crew: [1, 2.5, null]}}"))
	expect(t, got, `{"crew":[1,2.5,null]}`, "object", "spec")
	expect(t, got, `{"group":"sea.example","resource":"ships","version":"v1"}`, "resource")
	expect(t, got, `"north"`, "namespace")
	expect(t, got, `"CREATE"`, "operation")
}

func TestAFileThatIsNoAPIObjectPassesAsItIs(t *testing.T) {
	got := mustAdmit(t, create("{apiVersion: kubelet.config.k8s.io/v1beta1, kind: KubeletConfiguration, readOnlyPort: 0}"))
	expect(t, got, `{"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"KubeletConfiguration","readOnlyPort":0}`, "object")
}

func TestAnUnknownKindOfABuiltInGroupIsRefused(t *testing.T) {
	expectParts(t, refusal(t, create("{apiVersion: v1, kind: Pood, metadata: {name: a}}")), `no matches for kind "Pood" in version "v1"`)
	expectParts(t, refusal(t, create("{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a}}")), `no matches for kind "Deployment" in version "extensions/v1beta1"`)
}

func TestACustomResourceIsScaled(t *testing.T) {
	request := &Request{Operation: "UPDATE", SubResource: "scale", OldObjectText: ship("spec: {crew: 4}"),
		ObjectText: "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: a, namespace: default}, spec: {replicas: 6}}",
		Resource:   &metav1.GroupVersionResource{Group: "sea.example", Version: "v1", Resource: "ships"}}
	got, err := tryAdmit(t, sea(t), request, Options{Validate: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `{"replicas":6}`, "object", "spec")
	expect(t, got, `{"replicas":4}`, "oldObject", "spec")
	expect(t, got, `{"group":"autoscaling","kind":"Scale","version":"v1"}`, "kind")
}

func TestConnectingToACustomResourceIsRefused(t *testing.T) {
	_, err := tryAdmit(t, sea(t), &Request{Operation: "CONNECT", ObjectText: ship("spec: {}")}, Options{Validate: true})
	if err == nil {
		t.Fatal("it is admitted")
	}
	expectParts(t, err.Error(), "`CONNECT` is no operation on a custom resource")
}

func TestADeletionInADeprecatedVersionOfACustomResourceIsWarnedOf(t *testing.T) {
	cluster := sea(t)
	warning := "sea.example/v1 sinks soon"
	cluster.crd.Spec.Versions[0].Deprecated, cluster.crd.Spec.Versions[0].DeprecationWarning = true, &warning
	got, err := tryAdmit(t, cluster, &Request{Operation: "DELETE", OldObjectText: ship("spec: {}")}, Options{Validate: true})
	if err != nil || len(got.warnings) != 1 || got.warnings[0] != warning {
		t.Errorf("got %q, %v", got.warnings, err)
	}
}
