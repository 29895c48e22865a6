// Package component reads files that no API server is given: the configurations of the kubelet, kube-proxy, and the API server with its admission
// plugins. Each is read as the component itself reads it: decoded strictly by its types, defaulted, and validated by its validation.
package component

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/apis/apiserver"
	"k8s.io/kubernetes/plugin/pkg/admission/imagepolicy"
	kjson "sigs.k8s.io/json"
)

// types are made when they are first needed, so that an engine that is never shown such a file does not wait for them.
var types = sync.OnceValues(func() (*runtime.Scheme, runtime.Decoder) {
	scheme := newScheme()
	return scheme, serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDecoder()
})

// Check is nil where the component would start with the file, and where no component is known to read it. An error is in Kubernetes' own words.
func Check(file json.RawMessage) error {
	var head head
	if json.Unmarshal(file, &head) != nil {
		return nil
	}
	if head.legacyImagePolicy() {
		return decode(file, &imagepolicy.AdmissionConfig{})
	}
	group := head.group()
	if group == "" {
		return nil
	}
	scheme, decoder := types()
	if !scheme.IsGroupRegistered(group) {
		return nil
	}
	read, err := readStrictly(decoder, file)
	if err != nil {
		return err
	}
	if plugins, ok := read.(*apiserver.AdmissionConfiguration); ok {
		return checkPlugins(plugins)
	}
	return validate(read).ToAggregate()
}

// readStrictly has an error too where the kubelet ends itself: at a feature gate that it does not know.
func readStrictly(decoder runtime.Decoder, file json.RawMessage) (read runtime.Object, err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case string:
			err = errors.New(cause)
		default:
			panic(cause)
		}
	}()
	read, _, err = decoder.Decode(file, nil, nil)
	return read, err
}

// head is what tells one file from another.
type head struct {
	APIVersion  string          `json:"apiVersion"`
	Kind        string          `json:"kind"`
	ImagePolicy json.RawMessage `json:"imagePolicy"`
}

// legacyImagePolicy is true of the configuration of ImagePolicyWebhook, which has no kind and is told by its one key
// (k8s.io/apiserver/pkg/admission/config.go, ReadAdmissionConfiguration).
func (h head) legacyImagePolicy() bool {
	return h.APIVersion == "" && h.Kind == "" && h.ImagePolicy != nil
}

func (h head) group() string {
	version, err := schema.ParseGroupVersion(h.APIVersion)
	if err != nil {
		return ""
	}
	return version.Group
}

// decode is strict where the plugin is not: it would pass over a field that it does not know.
func decode(file json.RawMessage, into any) error {
	strict, err := kjson.UnmarshalStrict(file, into)
	if err == nil && len(strict) > 0 {
		err = runtime.NewStrictDecodingError(strict)
	}
	return err
}

// checkPlugins checks the configurations that stand in the file itself.
func checkPlugins(configuration *apiserver.AdmissionConfiguration) error {
	for _, plugin := range configuration.Plugins {
		if plugin.Configuration == nil {
			continue
		}
		if err := Check(plugin.Configuration.Raw); err != nil {
			return fmt.Errorf("plugin %q: %w", plugin.Name, err)
		}
	}
	return nil
}
