package registry

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestThePathsOfAPodAreServed(t *testing.T) {
	for sub, kind := range map[string]string{"": "Pod", "status": "Pod", "ephemeralcontainers": "Pod", "resize": "Pod", "eviction": "Eviction", "binding": "Binding", "exec": "PodExecOptions"} {
		found := Default().Find(schema.GroupVersionResource{Version: "v1", Resource: "pods"}, sub)
		if found == nil || found.Kind.Kind != kind || !found.Namespaced {
			t.Errorf("pods/%s: %+v", sub, found)
		}
	}
}
