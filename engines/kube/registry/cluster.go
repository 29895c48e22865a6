package registry

import (
	"context"
	"errors"
	"reflect"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/apiserver/pkg/storage"
)

// Stored is what a request finds in the cluster.
type Stored struct {
	// Object is the existing object in the internal version, or nil.
	Object runtime.Object
	// Lookup finds any other object that the server reads on the way, by the type of `into` and by key. It may be nil.
	Lookup func(key string, into runtime.Object) bool
	// Namespace finds a namespace, or nil. It may be nil.
	Namespace func(name string) *corev1.Namespace
}

type storedKey struct{}

// WithStored returns a context in which the stores find what is given and nothing else.
func WithStored(ctx context.Context, stored Stored) context.Context {
	return context.WithValue(ctx, storedKey{}, stored)
}

var errReadOnly = errors.New("nothing is ever written to this cluster")

// cluster is the etcd of one request: it holds what [WithStored] gives. Every request is a dry run, so it is only read.
type cluster struct{}

func (cluster) Versioner() storage.Versioner { return storage.APIObjectVersioner{} }

func (cluster) Get(ctx context.Context, key string, opts storage.GetOptions, into runtime.Object) error {
	stored, _ := ctx.Value(storedKey{}).(Stored)
	if stored.Object != nil && reflect.TypeOf(stored.Object) == reflect.TypeOf(into) {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(stored.Object).Elem())
		return nil
	}
	if stored.Lookup != nil && stored.Lookup(key, into) {
		return nil
	}
	if opts.IgnoreNotFound {
		return runtime.SetZeroValue(into)
	}
	return storage.NewKeyNotFoundError(key, 0)
}

func (cluster) GetList(context.Context, string, storage.ListOptions, runtime.Object) error {
	return nil
}

func (cluster) Create(context.Context, string, runtime.Object, runtime.Object, uint64) error {
	return errReadOnly
}

func (cluster) Delete(context.Context, string, runtime.Object, *storage.Preconditions, storage.ValidateObjectFunc, runtime.Object, storage.DeleteOptions) error {
	return errReadOnly
}

func (cluster) Watch(context.Context, string, storage.ListOptions) (watch.Interface, error) {
	return nil, errReadOnly
}

func (cluster) GuaranteedUpdate(context.Context, string, runtime.Object, bool, *storage.Preconditions, storage.UpdateFunc, runtime.Object) error {
	return errReadOnly
}

func (cluster) Stats(context.Context) (storage.Stats, error)              { return storage.Stats{}, nil }
func (cluster) ReadinessCheck() error                                     { return nil }
func (cluster) RequestWatchProgress(context.Context) error                { return nil }
func (cluster) GetCurrentResourceVersion(context.Context) (uint64, error) { return 1, nil }
func (cluster) EnableResourceSizeEstimation(storage.KeysFunc) error       { return nil }
func (cluster) CompactRevision() int64                                    { return 0 }
