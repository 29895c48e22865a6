package admit

import (
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
)

// supported refuses an operation that the path does not have.
func (in *incoming) supported() error {
	if verbs[in.Operation] == "" {
		return refuse("`%s` is no operation: CREATE, UPDATE, DELETE and CONNECT are", in.Operation)
	}
	if in.resource.Takes(admission.Operation(in.Operation)) {
		return nil
	}
	path := in.resource.GVR.Resource
	if in.SubResource != "" {
		path += "/" + in.SubResource
	}
	return apierrors.NewMethodNotSupported(schema.GroupResource{Group: in.resource.GVR.Group, Resource: path}, verbs[in.Operation])
}

var verbs = map[string]string{"CREATE": "create", "UPDATE": "update", "DELETE": "delete", "CONNECT": "connect"}
