package cel

import (
	"encoding/json"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// paramsObject makes the object that a policy sees as `params` from plain settings: `data` with string values for a ConfigMap, `spec`
// otherwise. It is nil without settings or without a paramKind, as on a cluster where a binding refers to no params.
func paramsObject(kind *admissionregistrationv1.ParamKind, settings map[string]any) runtime.Object {
	if kind == nil || settings == nil {
		return nil
	}
	object := map[string]any{
		"apiVersion": kind.APIVersion,
		"kind":       kind.Kind,
		"metadata":   map[string]any{"name": "params"},
	}
	if kind.APIVersion == "v1" && kind.Kind == "ConfigMap" {
		object["data"] = stringValues(settings)
	} else {
		object["spec"] = settings
	}
	return &unstructured.Unstructured{Object: object}
}

// stringValues leaves strings as they are and writes everything else as JSON.
func stringValues(settings map[string]any) map[string]any {
	result := make(map[string]any, len(settings))
	for key, value := range settings {
		text, ok := value.(string)
		if !ok {
			// What came from JSON goes back into JSON.
			encoded, _ := json.Marshal(value)
			text = string(encoded)
		}
		result[key] = text
	}
	return result
}
