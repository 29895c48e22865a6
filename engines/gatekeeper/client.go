package main

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/frameworks/constraint/pkg/client"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego"
	"github.com/open-policy-agent/frameworks/constraint/pkg/core/templates"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/target"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/util"
	"github.com/open-policy-agent/opa/v1/storage"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Values of `driver`: what may evaluate a template. As in Gatekeeper, CEL comes first where a template has both.
const (
	anyDriver  = "any"
	regoDriver = "rego"
	celDriver  = "cel"
)

// compiled is one Gatekeeper client with the templates that it took. Constraints and inventory are put on it as they are asked for.
type compiled struct {
	*client.Client
	target *target.K8sValidationTarget
	rego   *rego.Driver
	asked  *asked
	// templates are those that were taken, by the kind of their Constraints.
	templates map[string]*templates.ConstraintTemplate
	// refused are the words for the templates that were not, by their place among all.
	refused map[int]error

	constraints map[drivers.ConstraintKey]*unstructured.Unstructured
	inventory   *inventory
}

var noInventory = &inventory{}

// newClient is an empty client, as Gatekeeper's manager and gator make theirs.
func newClient(driver string, external *externalData) (*compiled, error) {
	made := &compiled{
		target: &target.K8sValidationTarget{}, asked: &asked{}, templates: map[string]*templates.ConstraintTemplate{}, refused: map[int]error{},
		constraints: map[drivers.ConstraintKey]*unstructured.Unstructured{}, inventory: noInventory,
	}
	options := []client.Opt{
		client.Targets(made.target),
		client.EnforcementPoints(util.WebhookEnforcementPoint, util.GatorEnforcementPoint),
		client.IgnoreNoReferentialDriverWarning(true),
	}
	if driver != regoDriver {
		cel, err := k8scel.New()
		if err != nil {
			return nil, err
		}
		options = append(options, client.Driver(&celTap{cel, made.asked}))
	}
	if driver != celDriver {
		var err error
		if made.rego, err = external.regoDriver(); err != nil {
			return nil, err
		}
		options = append(options, client.Driver(&regoTap{made.rego, made.asked}))
	}
	var err error
	made.Client, err = client.NewClient(options...)
	return made, err
}

// addTemplate compiles a template, unless there is one for the same Constraints already.
func (c *compiled) addTemplate(template *templates.ConstraintTemplate) error {
	kind := template.Spec.CRD.Spec.Names.Kind
	if _, twice := c.templates[kind]; twice {
		return fmt.Errorf("there is another ConstraintTemplate for `%s`; keep one of them", kind)
	}
	if _, err := c.AddTemplate(context.Background(), template); err != nil {
		return explained(err)
	}
	c.templates[kind] = template
	return nil
}

// use puts exactly these Constraints and this inventory on the client.
func (c *compiled) use(constraints []*unstructured.Unstructured, stock *inventory) error {
	wanted := make(map[drivers.ConstraintKey]*unstructured.Unstructured, len(constraints))
	for _, constraint := range constraints {
		wanted[drivers.ConstraintKeyFrom(constraint)] = constraint
	}
	for key, constraint := range c.constraints {
		if wanted[key] == constraint {
			continue
		}
		delete(c.constraints, key)
		if _, err := c.RemoveConstraint(context.Background(), constraint); err != nil {
			return err
		}
	}
	for key, constraint := range wanted {
		if _, there := c.constraints[key]; there {
			continue
		}
		// The client sets the defaults of the template's schema on the object that it is given.
		if _, err := c.AddConstraint(context.Background(), constraint.DeepCopy()); err != nil {
			return err
		}
		c.constraints[key] = constraint
	}
	return c.stock(stock)
}

// stock replaces the inventory.
func (c *compiled) stock(stock *inventory) error {
	if stock.same(c.inventory) {
		return nil
	}
	for _, object := range c.inventory.objects {
		if _, err := c.RemoveData(context.Background(), object); err != nil {
			return err
		}
	}
	c.inventory = noInventory
	if c.rego != nil {
		// Removing objects leaves the folders that they were in; a new client has none.
		if err := c.rego.AddData(context.Background(), target.Name, storage.Path{}, map[string]any{}); err != nil {
			return err
		}
	}
	c.inventory = stock
	for _, object := range stock.objects {
		if _, err := c.AddData(context.Background(), object); err != nil {
			return err
		}
	}
	return nil
}
