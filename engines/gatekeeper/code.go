package main

import (
	"fmt"
	"regexp"
	"strconv"

	regoschema "github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego/schema"
	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
	celschema "github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel/schema"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// regoOf is the Rego of a template, nil where it has none.
func regoOf(template *templates.ConstraintTemplate) (*regoschema.Source, error) {
	for _, target := range template.Spec.Targets {
		for _, code := range target.Code {
			if code.Engine == regoschema.Name {
				return regoschema.GetSource(code)
			}
		}
	}
	return nil, nil
}

// enginesOf are the languages that a template is written in.
func enginesOf(template *templates.ConstraintTemplate) []string {
	names := []string{}
	for _, target := range template.Spec.Targets {
		for _, code := range target.Code {
			names = append(names, code.Engine)
		}
	}
	return names
}

// regoField is where the template has its Rego: in the list of codes, or beside it as older templates have.
func regoField(template placed) string { return fieldOf(template, regoschema.Name) }

// fieldOf is where the template has its code in a language.
func fieldOf(template placed, language string) string {
	targets, _, _ := unstructured.NestedSlice(template.Object, "spec", "targets")
	if len(targets) == 0 {
		return ""
	}
	target, _ := targets[0].(map[string]any)
	codes, _, _ := unstructured.NestedSlice(target, "code")
	for i, code := range codes {
		if code, ok := code.(map[string]any); ok && code["engine"] == language {
			return fmt.Sprintf("spec.targets[0].code[%d].source", i)
		}
	}
	return "spec.targets[0]"
}

// expressionLine is the line of the file on which an expression of a template begins.
type expressionLine struct {
	Text string `json:"text"`
	Line int    `json:"line"`
}

// expressionLines are those of a template's CEL.
func expressionLines(object placed, template *templates.ConstraintTemplate) ([]expressionLine, error) {
	source, err := celschema.GetSourceFromTemplate(template)
	if err != nil {
		return nil, err
	}
	all := []expressionLine{}
	field := fieldOf(object, celschema.Name)
	add := func(text, path string, at int) {
		if line, _ := object.document.TextLine(field + fmt.Sprintf(path, at)); text != "" {
			all = append(all, expressionLine{text, line})
		}
	}
	for i, one := range source.MatchConditions {
		add(one.Expression, ".matchConditions[%d].expression", i)
	}
	for i, one := range source.Variables {
		add(one.Expression, ".variables[%d].expression", i)
	}
	for i, one := range source.Validations {
		add(one.Expression, ".validations[%d].expression", i)
		add(one.MessageExpression, ".validations[%d].messageExpression", i)
	}
	return all, nil
}

// placeInRego finds where in a template's modules an error of OPA is.
var placeInRego = regexp.MustCompile(`(?:\btemplate|libs\["lib_(\d+)"\]):(\d+): `)

// lineInRego is the line of the file that an error of OPA speaks of, 0 where it speaks of none.
func lineInRego(template placed, message string) int {
	found := placeInRego.FindStringSubmatch(message)
	if found == nil {
		return 0
	}
	field := regoField(template) + ".rego"
	if found[1] != "" {
		field = regoField(template) + ".libs[" + found[1] + "]"
	}
	first, byLine := template.document.TextLine(field)
	if row, err := strconv.Atoi(found[2]); err == nil && byLine {
		return first + row - 1
	}
	return first
}
