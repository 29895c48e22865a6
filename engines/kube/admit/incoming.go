package admit

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/warning"

	"assay.dev/engines/kube/registry"
	"assay.dev/engines/kube/verdict"
)

// incoming is a request on its way in: what it is about is known, and its objects are decoded.
type incoming struct {
	*Request
	surroundings Surroundings
	options      Options

	gvr       schema.GroupVersionResource
	kind      schema.GroupVersionKind
	name      string
	dryRun    bool
	namespace string
	warnings  warnings

	// resource is nil for a custom one.
	resource *registry.Resource
	// object and old are in the internal version. They are nil for a custom resource, which is decoded by what serves it.
	object, old runtime.Object

	custom        bool
	body, oldBody []byte
	// refusal is that of a mutating plugin.
	refusal error
	// oldInterfaces are known once the old object of a custom resource is read.
	oldInterfaces admission.ObjectInterfaces
}

// warnings are kept in order, as the server sends them.
type warnings []string

// AddWarning implements warning.Recorder.
func (w *warnings) AddWarning(_, text string) { *w = verdict.Warn(*w, text) }

// context carries what the server's code asks of it: who calls what, and where warnings go.
func (in *incoming) context(ctx context.Context, verb string) context.Context {
	name := in.name
	if verb == "create" && in.SubResource == "" {
		name = "" // the URL of a POST has none
	}
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{
		IsResourceRequest: true, Verb: verb, APIPrefix: in.apiPrefix(), APIGroup: in.gvr.Group, APIVersion: in.gvr.Version,
		Resource: in.gvr.Resource, Subresource: in.SubResource, Namespace: in.namespace, Name: name, Path: in.path(name),
	})
	ctx = request.WithNamespace(ctx, in.namespace)
	ctx = request.WithUser(ctx, in.user())
	return warning.WithWarningRecorder(ctx, &in.warnings)
}

func (in *incoming) apiPrefix() string {
	if in.gvr.Group == "" {
		return "api"
	}
	return "apis"
}

func (in *incoming) path(name string) string {
	path := "/" + in.apiPrefix() + "/" + in.gvr.GroupVersion().String()
	if in.namespace != "" && in.gvr.Resource != "namespaces" {
		path += "/namespaces/" + in.namespace
	}
	path += "/" + in.gvr.Resource
	if name != "" {
		path += "/" + name
	}
	if in.SubResource != "" {
		path += "/" + in.SubResource
	}
	return path
}

func (in *incoming) user() user.Info {
	extra := make(map[string][]string, len(in.User.Extra))
	for key, values := range in.User.Extra {
		extra[key] = values
	}
	return &user.DefaultInfo{Name: in.User.Username, UID: in.User.UID, Groups: in.User.Groups, Extra: extra}
}

// attributes are what admission is told about the request.
func (in *incoming) attributes(object, old, options runtime.Object) admission.Attributes {
	return admission.NewAttributesRecord(object, old, in.kind, in.namespace, in.name, in.gvr, in.SubResource,
		admission.Operation(in.Operation), options, in.dryRun, in.user())
}

func (in *incoming) admitted(attributes admission.Attributes, interfaces admission.ObjectInterfaces) *Admitted {
	return &Admitted{Attributes: attributes, Interfaces: interfaces, Warnings: in.warnings, Namespace: in.namespaceObject()}
}

func (in *incoming) namespaceObject() *corev1.Namespace {
	if in.namespace == "" || isNamespaces(in.gvr) {
		return nil
	}
	return in.namespaceNamed(in.namespace)
}

// namespaceNamed is never nil: every namespace exists, and one that the cluster does not hold has its name alone.
func (in *incoming) namespaceNamed(name string) *corev1.Namespace {
	if held := in.surroundings.Namespace(name); held != nil {
		return held
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{corev1.LabelMetadataName: name}}}
}

func isNamespaces(gvr schema.GroupVersionResource) bool {
	return gvr.Group == "" && gvr.Resource == "namespaces"
}
