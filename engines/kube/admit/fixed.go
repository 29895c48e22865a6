package admit

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/rand"
	api "k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
)

// UID is that of every object and of every review: the same request always gives the same bytes.
const UID types.UID = "00000000-0000-4000-8000-000000000000"

// Created is when every object was created.
var Created = metav1.NewTime(time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC))

// errSeen ends a request once validating admission has been asked.
var errSeen = errors.New("validating admission has seen the object")

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func init() {
	uuid.SetRand(zeros{})
	// As kube-apiserver --allow-privileged: whether privileged pods are allowed is for policies to say.
	capabilities.Setup(true, 0)
	persistentvolume.NowFunc = func() metav1.Time { return Created }
}

// repeatable makes the names that the server generates next the same in every run.
func repeatable() { rand.Seed(1) }

// settle takes the clock out of a new object.
func settle(object runtime.Object) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return
	}
	if created := accessor.GetCreationTimestamp(); !created.IsZero() {
		accessor.SetCreationTimestamp(Created)
	}
	settleStatus(object)
}

// settleStatus takes the clock out of the status that a new object gets.
func settleStatus(object runtime.Object) {
	if pod, ok := object.(*api.Pod); ok {
		for i := range pod.Status.Conditions {
			pod.Status.Conditions[i].LastTransitionTime = Created
		}
	}
}

// store gives an existing object what the server gave it when it was created, and its successor, if any, what a client has read of that.
func store(old, successor metav1.Object) {
	if successor == nil {
		successor = &metav1.ObjectMeta{}
	}
	if old.GetUID() == "" {
		old.SetUID(first(successor.GetUID(), UID))
	}
	if created := old.GetCreationTimestamp(); created.IsZero() {
		old.SetCreationTimestamp(Created)
	}
	if old.GetResourceVersion() == "" {
		old.SetResourceVersion(first(successor.GetResourceVersion(), "1"))
	}
	if successor.GetResourceVersion() == "" {
		successor.SetResourceVersion(old.GetResourceVersion())
	}
}

func first[T ~string](values ...T) T {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
