package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/controller/config/process"
	celschema "github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel/schema"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel/transform"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/gator/reader"
	"github.com/open-policy-agent/opa/v1/ast"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// templateForms are the forms of a template. Kind is that of its Constraints.
type templateForms struct {
	Kind       string                           `json:"kind"`
	Name       string                           `json:"name"`
	Path       string                           `json:"path"`
	Line       int                              `json:"line"`
	Engines    []string                         `json:"engines"`
	Rego       *regoForm                        `json:"rego,omitempty"`
	Parameters *apiextensionsv1.JSONSchemaProps `json:"parameters,omitempty"`
	CRD        map[string]any                   `json:"crd"`
	VAP        map[string]any                   `json:"vap,omitempty"`
	// Expressions are where those of the VAP are written.
	Expressions []expressionLine `json:"expressions,omitempty"`
}

// regoForm is the Rego of a template, which Gatekeeper asks for `violation` in the first module's package.
type regoForm struct {
	Modules    []regoModule `json:"modules"`
	V0         bool         `json:"v0"`
	Package    string       `json:"package"`
	Entrypoint string       `json:"entrypoint"`
}

// regoModule is a module as it is written in the template. Row 1 of it is on the line of the file, and each row on a line of its own where byLine.
type regoModule struct {
	Path   string `json:"path"`
	Text   string `json:"text"`
	Line   int    `json:"line"`
	ByLine bool   `json:"byLine"`
}

func (p *policies) templateForms(object placed) (*templateForms, error) {
	template, err := reader.ToTemplate(gatekeeperScheme, object.Unstructured)
	if err != nil {
		return nil, err
	}
	forms := &templateForms{
		Kind: template.Spec.CRD.Spec.Names.Kind, Name: template.Name, Path: object.document.Path, Line: object.document.Line, Engines: enginesOf(template),
	}
	if forms.Rego, err = newRegoForm(object, template); err != nil {
		return nil, err
	}
	if celschema.HasCELEngine(template) {
		if forms.VAP, err = p.admissionPolicy(template); err != nil {
			return nil, err
		}
		if forms.Expressions, err = expressionLines(object, template); err != nil {
			return nil, err
		}
	}
	return forms, p.addDefinition(forms, template)
}

// addDefinition adds the definition of the Constraints' kind, as Gatekeeper creates it, and the part of it that is for parameters.
func (p *policies) addDefinition(forms *templateForms, template *templates.ConstraintTemplate) error {
	internal, err := p.client.CreateCRD(context.Background(), template)
	if err != nil {
		return err
	}
	definition := &apiextensionsv1.CustomResourceDefinition{}
	if err := gatekeeperScheme.Convert(internal, definition, nil); err != nil {
		return err
	}
	if parameters, there := definition.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"].Properties["parameters"]; there {
		forms.Parameters = &parameters
	}
	forms.CRD, err = plain(definition, apiextensionsv1.SchemeGroupVersion.WithKind("CustomResourceDefinition"))
	delete(forms.CRD, "status")
	return err
}

// admissionPolicy is the ValidatingAdmissionPolicy that Gatekeeper makes of a template in CEL.
func (p *policies) admissionPolicy(template *templates.ConstraintTemplate) (map[string]any, error) {
	excluded := p.excluded.GetExcludedNamespaces(process.Webhook)
	policy, err := transform.TemplateToPolicyDefinitionWithWebhookConfig(template, p.sent.config(), excluded, nil)
	if policy == nil {
		return nil, err
	}
	// There is a policy and an error where the webhook is sent less than the template asks for; Gatekeeper only notes that.
	form, err := plain(policy, admissionv1.SchemeGroupVersion.WithKind("ValidatingAdmissionPolicy"))
	delete(form, "status")
	return form, err
}

// plain is an object as it stands in a manifest, under a kind that has the same fields.
func plain(typed any, kind schema.GroupVersionKind) (map[string]any, error) {
	object, err := runtime.DefaultUnstructuredConverter.ToUnstructured(typed)
	if err != nil {
		return nil, err
	}
	object["apiVersion"], object["kind"] = kind.ToAPIVersionAndKind()
	if meta, ok := object["metadata"].(map[string]any); ok {
		delete(meta, "creationTimestamp")
	}
	return object, nil
}

func newRegoForm(object placed, template *templates.ConstraintTemplate) (*regoForm, error) {
	code, err := regoOf(template)
	if err != nil || code == nil {
		return nil, err
	}
	version := ast.RegoV0
	if code.Version == "v1" {
		version = ast.RegoV1
	}
	entry, err := ast.ParseModuleWithOpts("template", code.Rego, ast.ParserOptions{RegoVersion: version})
	if err != nil {
		return nil, err
	}
	pointer, err := entry.Package.Path.Ptr()
	if err != nil {
		return nil, err
	}
	form := &regoForm{
		V0: version == ast.RegoV0, Package: strings.TrimPrefix(entry.Package.Path.String(), "data."), Entrypoint: pointer + "/violation",
	}
	field := regoField(object)
	add := func(name, field, text string) {
		line, byLine := object.document.TextLine(field)
		form.Modules = append(form.Modules, regoModule{Path: object.document.Path + "#" + template.Name + name, Text: text, Line: line, ByLine: byLine})
	}
	add(".rego", field+".rego", code.Rego)
	for i, lib := range code.Libs {
		add(fmt.Sprintf(".lib%d.rego", i), fmt.Sprintf("%s.libs[%d]", field, i), lib)
	}
	return form, nil
}
