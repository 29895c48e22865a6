package admit

import (
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/registry/rest"
)

// supported refuses an operation that the path does not have.
func (in *incoming) supported() error {
	var ok bool
	switch verb := admission.Operation(in.Operation); verb {
	case admission.Create:
		_, named := in.resource.Storage.(rest.NamedCreater)
		_, plain := in.resource.Storage.(rest.Creater)
		ok = named || plain
	case admission.Update:
		_, ok = in.resource.Storage.(rest.Updater)
	case admission.Delete:
		_, ok = in.resource.Storage.(rest.GracefulDeleter)
	case admission.Connect:
		_, ok = in.resource.Storage.(rest.Connecter)
	default:
		return refuse("`%s` is no operation: CREATE, UPDATE, DELETE and CONNECT are", in.Operation)
	}
	if ok {
		return nil
	}
	path := in.resource.GVR.Resource
	if in.SubResource != "" {
		path += "/" + in.SubResource
	}
	return apierrors.NewMethodNotSupported(schema.GroupResource{Group: in.resource.GVR.Group, Resource: path}, verbs[in.Operation])
}

var verbs = map[string]string{"CREATE": "create", "UPDATE": "update", "DELETE": "delete", "CONNECT": "connect"}
