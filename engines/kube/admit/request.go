package admit

import (
	"encoding/json"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
)

// Request is `request` of docs/wire.md: one call of the API, before the server has seen it.
// What is left out is derived, as the document says.
type Request struct {
	Operation     string                       `json:"operation"`
	Object        json.RawMessage              `json:"object,omitempty"`
	ObjectText    string                       `json:"objectText,omitempty"`
	OldObject     json.RawMessage              `json:"oldObject,omitempty"`
	OldObjectText string                       `json:"oldObjectText,omitempty"`
	SubResource   string                       `json:"subResource,omitempty"`
	Resource      *metav1.GroupVersionResource `json:"resource,omitempty"`
	Kind          *metav1.GroupVersionKind     `json:"kind,omitempty"`
	Name          string                       `json:"name,omitempty"`
	Namespace     string                       `json:"namespace,omitempty"`
	User          authenticationv1.UserInfo    `json:"user,omitempty"`
	Options       json.RawMessage              `json:"options,omitempty"`
	DryRun        bool                         `json:"dryRun,omitempty"`
}

// Options choose the stages that a request goes through.
type Options struct {
	// Validate refuses what the server's validation refuses. Without it an invalid object goes on as the strategies prepared it.
	Validate bool
	// ServiceAccount runs the ServiceAccount admission plugin.
	ServiceAccount bool
	// Policies are mutating policies as a plugin, which is asked after all others; nil for none.
	Policies admission.MutationInterface
}
