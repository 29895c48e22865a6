package main

import (
	"fmt"
	"regexp"
	"strconv"

	regoschema "github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego/schema"
	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
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
func regoField(template placed) string {
	targets, _, _ := unstructured.NestedSlice(template.Object, "spec", "targets")
	if len(targets) == 0 {
		return ""
	}
	target, _ := targets[0].(map[string]any)
	codes, _, _ := unstructured.NestedSlice(target, "code")
	for i, code := range codes {
		if code, ok := code.(map[string]any); ok && code["engine"] == regoschema.Name {
			return fmt.Sprintf("spec.targets[0].code[%d].source", i)
		}
	}
	return "spec.targets[0]"
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
