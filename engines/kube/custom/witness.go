package custom

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/admission"
)

// Seen is what admission was asked.
type Seen struct {
	// Attributes are nil where the request was refused before.
	Attributes admission.Attributes
	Interfaces admission.ObjectInterfaces
	// Validated says that the object passed the server's validation.
	Validated bool
}

type seenKey struct{}

type mutationKey struct{}

// Mutation is mutating admission.
type Mutation func(ctx context.Context, a admission.Attributes, o admission.ObjectInterfaces) error

// WithMutation returns a context in which the handler asks mutating admission.
func WithMutation(ctx context.Context, mutate Mutation) context.Context {
	return context.WithValue(ctx, mutationKey{}, mutate)
}

// errSeen ends a request once validating admission has been asked.
var errSeen = apierrors.NewBadRequest("validating admission has seen the object")

// witness is the admission chain of the handler: it notes what it is asked.
type witness struct{}

func (witness) Handles(admission.Operation) bool { return true }

// Admit implements admission.MutationInterface.
func (witness) Admit(ctx context.Context, a admission.Attributes, o admission.ObjectInterfaces) error {
	if seen, ok := ctx.Value(seenKey{}).(*Seen); ok {
		seen.Attributes, seen.Interfaces = a, o
	}
	if mutate, ok := ctx.Value(mutationKey{}).(Mutation); ok {
		return mutate(ctx, a, o)
	}
	return nil
}

// Validate implements admission.ValidationInterface.
func (witness) Validate(ctx context.Context, a admission.Attributes, o admission.ObjectInterfaces) error {
	if seen, ok := ctx.Value(seenKey{}).(*Seen); ok {
		seen.Attributes, seen.Interfaces, seen.Validated = a, o, true
	}
	return errSeen
}
