package admit

import (
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/registry/rest"
)

// connect gives admission the options of the connection as the object: PodExecOptions for pods/exec.
func (in *incoming) connect() (*Admitted, error) {
	if _, ok := in.resource.Storage.(rest.Connecter); !ok {
		return nil, apierrors.NewMethodNotSupported(in.gvr.GroupResource(), "connect")
	}
	if in.name == "" {
		return nil, refuse("a CONNECT needs `name`: which of the %s to connect to", in.gvr.Resource)
	}
	if in.DryRun {
		return nil, apierrors.NewBadRequest("dryRun is not supported")
	}
	return in.admitted(in.attributes(in.object, nil, nil), in.resource.Interfaces()), nil
}
