package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"assay.dev/engines/manifest/source"
	"assay.dev/engines/wire"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/controller/config/process"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/expansion"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Values of `point`: where Gatekeeper stands when it judges.
const (
	webhookPoint = "webhook"
	gatorPoint   = "gator"
)

// policies are what one handle holds.
type policies struct {
	point  string
	client *compiled
	// constraints have the defaults of their template's schema.
	constraints []placed
	own         []*unstructured.Unstructured
	// mutations and expansions are nil where there are none.
	mutations  *mutation.System
	expansions *expansion.System
	excluded   *process.Excluder
	// sent is what reaches the webhook.
	sent *sent
	// overridden are the Constraints with the parameters that a request asked for last.
	overridden overridden
}

// readPolicies keeps policies under their handle. What Gatekeeper would refuse is a problem in its words and left out.
func (e *engine) readPolicies(body json.RawMessage) (any, error) {
	var asked struct {
		As      string          `json:"as"`
		Sources []source.Source `json:"sources"`
		Driver  string          `json:"driver"`
		Point   string          `json:"point"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	driver, err := oneOf("driver", asked.Driver, anyDriver, regoDriver, celDriver)
	if err != nil {
		return nil, err
	}
	point, err := oneOf("point", asked.Point, webhookPoint, gatorPoint)
	if err != nil {
		return nil, err
	}
	read := readSources(asked.Sources)
	made, named, err := e.compile(read, driver, point)
	if err != nil {
		return nil, err
	}
	e.policies[asked.As] = made
	return struct {
		Policies []source.Named `json:"policies"`
		Problems []problem      `json:"problems"`
	}{named, read.problems}, nil
}

// oneOf is a value of a closed set, the first of it where none is given.
func oneOf(name, value string, known ...string) (string, error) {
	if value == "" {
		return known[0], nil
	}
	if !slices.Contains(known, value) {
		return "", wire.BadRequest(fmt.Sprintf("`%s` is one of %v, not `%s`", name, known, value))
	}
	return value, nil
}

// compile makes policies of documents, and puts what is wrong with them among their problems.
func (e *engine) compile(read *documents, driver, point string) (*policies, []source.Named, error) {
	named := []source.Named{}
	client, err := e.clients.of(driver, read.templates)
	if err != nil {
		return nil, nil, err
	}
	for i, template := range read.templates {
		if refused := client.refused[i]; refused != nil {
			read.problems = append(read.problems, templateProblem(template, refused))
			continue
		}
		named = append(named, template.named())
	}
	made := &policies{point: point, client: client, excluded: process.New(), sent: sentByChart(client.templates)}
	if err := client.use(nil, noInventory); err != nil {
		return nil, nil, err
	}
	steps := []struct {
		objects []placed
		add     func(placed) error
	}{
		{read.constraints, made.addConstraint},
		{read.configs, made.addConfig},
		{read.hooks, made.addHook},
	}
	for _, step := range steps {
		for _, object := range step.objects {
			if err := step.add(object); err != nil {
				read.problems = append(read.problems, objectProblem(object, err))
				continue
			}
			named = append(named, object.named())
		}
	}
	named = append(named, made.addSystems(read, e.clients.external)...)
	return made, named, nil
}
