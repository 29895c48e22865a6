package admit

import (
	"io"
	"strconv"

	"k8s.io/apiserver/pkg/admission"
)

// chainOf is the server's admission chain of plugins, in their order: it asks them once more where one of them changed the object so that it wants it.
func chainOf(plugins []admission.Interface) (admission.MutationInterface, error) {
	registered := admission.NewPlugins()
	names := make([]string, len(plugins))
	for i, plugin := range plugins {
		names[i] = strconv.Itoa(i)
		registered.Register(names[i], func(io.Reader) (admission.Interface, error) { return plugin, nil })
	}
	chain, err := registered.NewFromPlugins(names, unconfigured{}, admission.PluginInitializers{}, nil)
	if err != nil {
		return nil, err
	}
	return chain.(admission.MutationInterface), nil
}

// unconfigured has no configuration for any plugin.
type unconfigured struct{}

func (unconfigured) ConfigFor(string) (io.Reader, error) { return nil, nil }
