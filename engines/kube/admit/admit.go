// Package admit takes a request in as the API server does, up to the point at which validating admission is asked: it decodes, defaults,
// mutates, prepares and validates with the server's own code, and builds the AdmissionReview that a webhook would get.
package admit

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
)

// Admit takes the request in. Where the server would refuse it, the error is an *apierrors.StatusError with the server's answer;
// so is that of a request that makes no sense. The request is not changed; the result shares nothing with an earlier one.
func Admit(ctx context.Context, s Surroundings, r *Request, o Options) (*Admitted, error) {
	admitted, err := admitAny(ctx, s, r, o)
	if err != nil {
		return nil, statusError(err)
	}
	return admitted, nil
}

func admitAny(ctx context.Context, s Surroundings, r *Request, o Options) (*Admitted, error) {
	in, err := resolve(s, r)
	if err != nil {
		return nil, err
	}
	in.options = o
	if in.custom {
		return in.admitCustom(ctx)
	}
	switch admission.Operation(r.Operation) {
	case admission.Create:
		return in.create(ctx)
	case admission.Update:
		return in.update(ctx)
	case admission.Delete:
		return in.delete(ctx)
	case admission.Connect:
		return in.connect()
	}
	return nil, apierrors.NewBadRequest(fmt.Sprintf("`%s` is no operation: CREATE, UPDATE, DELETE and CONNECT are", r.Operation))
}

// statusError is what the server makes of an error before it answers.
func statusError(err error) *apierrors.StatusError {
	if known, ok := err.(*apierrors.StatusError); ok {
		return known
	}
	return &apierrors.StatusError{ErrStatus: *responsewriters.ErrorToAPIStatus(err)}
}

// refuse is a bad request in words of our own: something that the server is never asked.
func refuse(format string, arguments ...any) error {
	return apierrors.NewBadRequest(fmt.Sprintf(format, arguments...))
}
