package admit

import (
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/kubernetes/pkg/apis/autoscaling"

	"assay.dev/engines/kube/registry"
)

// scaled is a minimal object of the scaled resource, in JSON.
func scaled(parent *registry.Resource, scale *autoscaling.Scale) ([]byte, error) {
	labels := selectorOf(scale)
	selector := any(metav1.LabelSelector{MatchLabels: labels})
	if parent.Kind.Kind == "ReplicationController" {
		selector = labels
	}
	version, kind := parent.Kind.ToAPIVersionAndKind()
	return json.Marshal(map[string]any{
		"apiVersion": version,
		"kind":       kind,
		"metadata":   metav1.ObjectMeta{Name: scale.Name, Namespace: scale.Namespace, UID: scale.UID, ResourceVersion: scale.ResourceVersion},
		"spec": map[string]any{
			"replicas": scale.Spec.Replicas,
			"selector": selector,
			"template": map[string]any{
				"metadata": map[string]any{"labels": labels},
				"spec":     map[string]any{"containers": []map[string]any{{"name": "scaled", "image": "scaled"}}},
			},
		},
		"status": map[string]any{"replicas": scale.Status.Replicas},
	})
}
