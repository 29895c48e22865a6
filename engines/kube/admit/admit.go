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

// Admit takes the request in. Where the server would refuse it, the error is a [*Refusal] with the server's answer;
// so is that of a request that makes no sense. The request is not changed; the result shares nothing with an earlier one.
func Admit(ctx context.Context, s Surroundings, r *Request, o Options) (*Admitted, error) {
	in := &incoming{Request: r, surroundings: s, options: o}
	admitted, err := in.admit(ctx)
	if err != nil {
		return nil, &Refusal{statusError(err), in.warnings}
	}
	return admitted, nil
}

// Refusal is the server's answer to a request that it takes no further.
type Refusal struct {
	*apierrors.StatusError
	warnings []string
}

// Warnings are those that the server sends with the refusal.
func (r *Refusal) Warnings() []string { return r.warnings }

func (in *incoming) admit(ctx context.Context) (*Admitted, error) {
	if err := in.resolve(); err != nil {
		return nil, err
	}
	if in.custom {
		return in.admitCustom(ctx)
	}
	switch admission.Operation(in.Operation) {
	case admission.Create:
		return in.create(ctx)
	case admission.Update:
		return in.update(ctx)
	case admission.Delete:
		return in.delete(ctx)
	case admission.Connect:
		return in.connect(ctx)
	}
	return nil, apierrors.NewBadRequest(fmt.Sprintf("`%s` is no operation: CREATE, UPDATE, DELETE and CONNECT are", in.Operation))
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
