package registry

import (
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/registry/rest"
)

// Resource is one path of the API: a resource or one of its subresources.
type Resource struct {
	GVR         schema.GroupVersionResource
	SubResource string
	// Kind is what the path takes: Scale for deployments/scale, PodExecOptions for pods/exec.
	Kind       schema.GroupVersionKind
	Namespaced bool
	// Storage is the server's own: it implements rest.Creater, rest.Updater and so on as far as the path has these verbs.
	Storage rest.Storage
	// Warnings are given on every use: the version is deprecated.
	Warnings []string

	serving *serving
}

// Decode reads JSON strictly into the internal version, with defaults. An error is a refusal in the server's words
// (transformDecodeError in staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go).
func (r *Resource) Decode(text []byte) (runtime.Object, schema.GroupVersionKind, error) {
	decoder := r.serving.decoder(schema.GroupVersion{Group: r.Kind.Group, Version: runtime.APIVersionInternal})
	object, kind, err := decoder.Decode(text, &r.Kind, r.Storage.New())
	if err == nil {
		return object, *kind, nil
	}
	if kind == nil || kind.Kind == "" {
		return nil, r.Kind, apierrors.NewBadRequest(fmt.Sprintf("the object provided is unrecognized (must be of type %s): %v (%s)", r.Kind.Kind, err, summary(text)))
	}
	return nil, *kind, apierrors.NewBadRequest(fmt.Sprintf("%s in version %q cannot be handled as a %s: %v", kind.Kind, kind.Version, r.Kind.Kind, err))
}

// summary shows the beginning of JSON as the server does:
// https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/endpoints/handlers/rest.go#L355-L370
func summary(text []byte) string {
	switch {
	case len(text) == 0:
		return "<empty>"
	case len(text) > summaryLength:
		return string(text[:summaryLength]) + " ..."
	}
	return string(text)
}

const summaryLength = 30

// Read gives an object back as the cluster does after it was stored: through protobuf, with defaults.
func (r *Resource) Read(object runtime.Object) (runtime.Object, error) {
	info, ok := runtime.SerializerInfoForMediaType(r.serving.codecs.SupportedMediaTypes(), runtime.ContentTypeProtobuf)
	if !ok {
		return object, nil
	}
	text, err := runtime.Encode(r.serving.codecs.EncoderForVersion(info.Serializer, r.GVR.GroupVersion()), object)
	if err != nil {
		return nil, err
	}
	internal := schema.GroupVersion{Group: r.Kind.Group, Version: runtime.APIVersionInternal}
	return runtime.Decode(r.serving.codecs.DecoderToVersion(info.Serializer, internal), text)
}

// Accepts says whether objects of that version may be sent to the path.
func (r *Resource) Accepts(version schema.GroupVersion) bool {
	if acceptor, ok := r.Storage.(rest.GroupVersionAcceptor); ok {
		return acceptor.AcceptsGroupVersion(version)
	}
	return version == r.Kind.GroupVersion()
}

// Takes says whether the path has the verb of an operation.
func (r *Resource) Takes(operation admission.Operation) (ok bool) {
	switch operation {
	case admission.Create:
		_, named := r.Storage.(rest.NamedCreater)
		_, plain := r.Storage.(rest.Creater)
		return named || plain
	case admission.Update:
		_, ok = r.Storage.(rest.Updater)
	case admission.Delete:
		_, ok = r.Storage.(rest.GracefulDeleter)
	case admission.Connect:
		_, ok = r.Storage.(rest.Connecter)
	}
	return ok
}

// Interfaces convert the objects of the path.
func (r *Resource) Interfaces() admission.ObjectInterfaces { return r.serving.interfaces }

// Typer knows the kinds of the path's objects.
func (r *Resource) Typer() runtime.ObjectTyper { return r.serving.scheme }

// serving is what the groups of one scheme share: the scheme and its codecs. There are three in a kube-apiserver.
type serving struct {
	scheme     *runtime.Scheme
	codecs     runtime.NegotiatedSerializer
	strict     runtime.Serializer
	interfaces admission.ObjectInterfaces
	decoders   map[schema.GroupVersion]runtime.Decoder
}

func newServing(scheme *runtime.Scheme, codecs runtime.NegotiatedSerializer, interfaces admission.ObjectInterfaces) *serving {
	strict := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Strict: true})
	return &serving{scheme, codecs, strict, interfaces, map[schema.GroupVersion]runtime.Decoder{}}
}

// decoder is kept by version. All versions are asked for while the table is built, so later calls only read.
func (s *serving) decoder(version schema.GroupVersion) runtime.Decoder {
	if kept, ok := s.decoders[version]; ok {
		return kept
	}
	s.decoders[version] = s.codecs.DecoderToVersion(s.strict, version)
	return s.decoders[version]
}
