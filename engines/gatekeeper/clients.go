package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/open-policy-agent/gatekeeper/v3/apis"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/gator/reader"
	"k8s.io/apimachinery/pkg/runtime"
)

// keptClients is how many sets of templates stay compiled.
const keptClients = 64

// clients are the compiled sets of templates, the one that was used last at the end. Compiling is what is expensive, so that policies that
// differ in their Constraints alone share one.
type clients struct {
	external *externalData
	kept     []keptClient
}

type keptClient struct {
	key    string
	client *compiled
}

func newClients() *clients { return &clients{external: newExternalData()} }

// of compiles templates for a driver, or finds them compiled.
func (c *clients) of(driver string, templates []placed) (*compiled, error) {
	key, err := keyOf(driver, templates)
	if err != nil {
		return nil, err
	}
	if at := slices.IndexFunc(c.kept, func(kept keptClient) bool { return kept.key == key }); at >= 0 {
		found := c.kept[at]
		c.kept = append(slices.Delete(c.kept, at, at+1), found)
		return found.client, nil
	}
	made, err := newClient(driver, c.external)
	if err != nil {
		return nil, err
	}
	for i, template := range templates {
		converted, err := reader.ToTemplate(gatekeeperScheme, template.Unstructured)
		if err == nil {
			err = made.addTemplate(converted)
		}
		if err != nil {
			made.refused[i] = err
		}
	}
	if c.kept = append(c.kept, keptClient{key, made}); len(c.kept) > keptClients {
		c.kept = slices.Delete(c.kept, 0, 1)
	}
	return made, nil
}

func keyOf(driver string, templates []placed) (string, error) {
	var key strings.Builder
	key.WriteString(driver)
	for _, template := range templates {
		text, err := json.Marshal(template.Object)
		if err != nil {
			return "", err
		}
		key.WriteByte('\n')
		key.Write(text)
	}
	return key.String(), nil
}

// gatekeeperScheme knows the kinds of Gatekeeper in all their versions.
var gatekeeperScheme = func() *runtime.Scheme {
	scheme := runtime.NewScheme()
	if err := apis.AddToScheme(scheme); err != nil {
		panic(err)
	}
	return scheme
}()
