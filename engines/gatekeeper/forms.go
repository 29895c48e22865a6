package main

import (
	"encoding/json"

	"assay.dev/engines/manifest/source"
	"assay.dev/engines/wire"
)

// forms gives what Gatekeeper makes of templates and Constraints for other engines: Rego for OPA, and admission policies for the API server.
func (e *engine) forms(body json.RawMessage) (any, error) {
	var asked struct {
		Sources []source.Source `json:"sources"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	read := readSources(asked.Sources)
	p, _, err := e.compile(read, anyDriver, webhookPoint)
	if err != nil {
		return nil, err
	}
	found := struct {
		Templates   []templateForms   `json:"templates"`
		Constraints []constraintForms `json:"constraints"`
		Problems    []problem         `json:"problems"`
	}{Templates: []templateForms{}, Constraints: []constraintForms{}}
	for i, template := range read.templates {
		if p.client.refused[i] != nil {
			continue
		}
		forms, err := p.templateForms(template)
		if err != nil {
			read.problems = append(read.problems, templateProblem(template, err))
			continue
		}
		found.Templates = append(found.Templates, *forms)
	}
	for _, constraint := range p.constraints {
		forms, err := p.constraintForms(constraint)
		if err != nil {
			read.problems = append(read.problems, objectProblem(constraint, err))
			continue
		}
		found.Constraints = append(found.Constraints, *forms)
	}
	found.Problems = read.problems
	return found, nil
}
