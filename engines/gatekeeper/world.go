package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// world is what policies see beside the request.
type world struct {
	inventory  *inventory
	namespaces map[string]*corev1.Namespace
	external   answers
}

// inventory is what stands under `data.inventory`, and its text, which tells whether another is the same.
type inventory struct {
	objects []*unstructured.Unstructured
	text    []byte
	// document is what Rego sees of it.
	document map[string]any
}

func (i *inventory) same(other *inventory) bool { return i == other || bytes.Equal(i.text, other.text) }

var emptyWorld = &world{inventory: noInventory}

type worldProblem struct {
	Message string `json:"message"`
}

// readWorld keeps a world under its handle. What Gatekeeper could not take in is a problem and left out.
func (e *engine) readWorld(body json.RawMessage) (any, error) {
	var asked struct {
		As           string            `json:"as"`
		Objects      []json.RawMessage `json:"objects"`
		Namespaces   []json.RawMessage `json:"namespaces"`
		ExternalData answers           `json:"externalData"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	made := &world{inventory: &inventory{}, namespaces: map[string]*corev1.Namespace{}, external: asked.ExternalData}
	problems := []worldProblem{}
	for _, text := range slices.Concat(asked.Objects, asked.Namespaces) {
		if err := made.addNamespace(text); err != nil {
			problems = append(problems, worldProblem{err.Error()})
		}
	}
	for _, text := range asked.Objects {
		if err := made.inventory.add(text); err != nil {
			problems = append(problems, worldProblem{err.Error()})
		}
	}
	e.worlds[asked.As] = made
	return struct {
		Problems  []worldProblem `json:"problems"`
		Inventory map[string]any `json:"inventory,omitempty"`
	}{problems, made.inventory.document}, nil
}

// add takes an object in that can stand under `data.inventory`.
func (i *inventory) add(text json.RawMessage) error {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(text); err != nil {
		return fmt.Errorf("an object of the inventory: %w", err)
	}
	_, path, data, err := (&target.K8sValidationTarget{}).ProcessData(object)
	if err == nil {
		err = i.place(path, data)
	}
	if err != nil {
		return fmt.Errorf("`%s` `%s` of the inventory: %w", object.GetKind(), object.GetName(), err)
	}
	i.objects = append(i.objects, object)
	i.text = append(append(i.text, text...), '\n')
	return nil
}

// place puts an object into the document.
func (i *inventory) place(path []string, data any) error {
	if i.document == nil {
		i.document = map[string]any{}
	}
	return unstructured.SetNestedField(i.document, data, path...)
}

// addNamespace takes in a Namespace; what is none is left alone.
func (w *world) addNamespace(text json.RawMessage) error {
	object := &unstructured.Unstructured{}
	if object.UnmarshalJSON(text) != nil || object.GroupVersionKind().GroupKind() != corev1.SchemeGroupVersion.WithKind(namespaceKind).GroupKind() {
		return nil
	}
	namespace := &corev1.Namespace{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, namespace); err != nil {
		return fmt.Errorf("the Namespace `%s`: %w", object.GetName(), err)
	}
	w.namespaces[namespace.Name] = namespace
	return nil
}

const namespaceKind = "Namespace"

// namespace is what the API server would give for a name: with no labels but its own where the world does not have it.
func (w *world) namespace(name string) *corev1.Namespace {
	if known, there := w.namespaces[name]; there {
		return known
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{corev1.LabelMetadataName: name}}}
}
