package admit

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// connect gives admission the options of the connection as the object: PodExecOptions for pods/exec.
func (in *incoming) connect(ctx context.Context) (*Admitted, error) {
	if in.name == "" {
		return nil, refuse("a CONNECT needs `name`: which of the %s to connect to", in.gvr.Resource)
	}
	if in.DryRun {
		return nil, apierrors.NewBadRequest("dryRun is not supported")
	}
	attributes := in.attributes(in.object, nil, nil)
	if err := in.mutate(in.context(ctx, "connect"), attributes); err != nil {
		return nil, err
	}
	return in.admitted(attributes, in.resource.Interfaces()), nil
}
