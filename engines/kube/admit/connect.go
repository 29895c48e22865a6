package admit

import (
	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// connect gives admission the options of the connection as the object: PodExecOptions for pods/exec.
func (in *incoming) connect() (*Admitted, error) {
	if in.name == "" {
		return nil, refuse("a CONNECT needs `name`: which of the %s to connect to", in.gvr.Resource)
	}
	if in.DryRun {
		return nil, apierrors.NewBadRequest("dryRun is not supported")
	}
	return in.admitted(in.attributes(in.object, nil, nil), in.resource.Interfaces()), nil
}
