package main

import (
	"encoding/json"
	"fmt"

	"assay.dev/engines/manifest/source"
	configv1alpha1 "github.com/open-policy-agent/gatekeeper/v3/apis/config/v1alpha1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// placed is an object, and where it is written.
type placed struct {
	*unstructured.Unstructured
	document *source.Document
}

// problem is a [source.Problem] that may say what kind of one it is.
type problem struct {
	source.Problem
	Code string `json:"code,omitempty"`
}

// codeSchema marks a Constraint that does not fit the schema of its template.
const codeSchema = "schema"

// documents are the objects of the sources, by what Gatekeeper takes them for.
type documents struct {
	templates, constraints, expansions, mutators, providers, configs, hooks []placed

	problems []problem
}

const (
	templatesGroup   = "templates.gatekeeper.sh"
	constraintsGroup = "constraints.gatekeeper.sh"
	expansionGroup   = "expansion.gatekeeper.sh"
	mutationsGroup   = "mutations.gatekeeper.sh"
	providersGroup   = "externaldata.gatekeeper.sh"
	configGroup      = "config.gatekeeper.sh"
	syncSetGroup     = "syncset.gatekeeper.sh"
)

const expected = "a ConstraintTemplate and a Constraint"

// readSources sorts the documents of the sources. What is no object of Gatekeeper is a problem.
func readSources(sources []source.Source) *documents {
	read, problems := source.Read(sources)
	found := &documents{problems: []problem{}}
	if len(read) == 0 && len(problems) == 0 {
		problems = append(problems, source.Empty(sources, expected))
	}
	for _, wrong := range problems {
		found.problems = append(found.problems, problem{Problem: wrong})
	}
	for i := range read {
		found.add(&read[i])
	}
	return found
}

func (d *documents) add(document *source.Document) {
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(document.JSON, object); err != nil {
		d.problem(document, err.Error(), "")
		return
	}
	list := d.listOf(object.GroupVersionKind())
	if list == nil {
		d.problem(document, fmt.Sprintf("`%s` of `%s` is nothing that Gatekeeper reads; write %s",
			object.GetKind(), object.GetAPIVersion(), expected), "kind")
		return
	}
	*list = append(*list, placed{object, document})
}

// listOf is where objects of a kind are kept, or nil for a kind that is none of Gatekeeper's.
func (d *documents) listOf(kind schema.GroupVersionKind) *[]placed {
	switch kind.Group {
	case constraintsGroup:
		return &d.constraints
	case mutationsGroup:
		return &d.mutators
	}
	switch kind.GroupKind() {
	case schema.GroupKind{Group: templatesGroup, Kind: "ConstraintTemplate"}:
		return &d.templates
	case schema.GroupKind{Group: expansionGroup, Kind: "ExpansionTemplate"}:
		return &d.expansions
	case schema.GroupKind{Group: providersGroup, Kind: "Provider"}:
		return &d.providers
	case schema.GroupKind{Group: configv1alpha1.GroupVersion.Group, Kind: "Config"}, schema.GroupKind{Group: syncSetGroup, Kind: "SyncSet"}:
		return &d.configs
	}
	if kind.Group == admissionregistrationv1.GroupName && kind.Kind == "ValidatingWebhookConfiguration" {
		return &d.hooks
	}
	return nil
}

func (d *documents) problem(document *source.Document, message, field string) {
	d.problems = append(d.problems, problem{Problem: document.Problem(message, field)})
}

func (p placed) named() source.Named {
	return source.Named{Name: p.GetName(), Kind: p.GetKind(), Path: p.document.Path, Line: p.document.Line}
}
