package admit

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	"k8s.io/kubernetes/pkg/apis/batch"
	api "k8s.io/kubernetes/pkg/apis/core"
	corev1conversion "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/registry/batch/job"

	"assay.dev/engines/kube/registry"
)

// stored is what the stores find: the old object, and the service account that a token is asked for.
func (in *incoming) stored() registry.Stored {
	return registry.Stored{Object: in.old, Namespace: in.namespaceNamed, Lookup: func(_ string, into runtime.Object) bool {
		account, ok := into.(*api.ServiceAccount)
		if !ok {
			return false
		}
		held := in.serviceAccount(in.name)
		if held == nil {
			return false
		}
		return corev1conversion.Convert_v1_ServiceAccount_To_core_ServiceAccount(held.DeepCopy(), account, nil) == nil
	}}
}

// passes says whether the request goes on although the server's validation would refuse it.
func (in *incoming) passes(err error) bool {
	return !in.options.Validate && in.refusal == nil && apierrors.IsInvalid(err)
}

// parentOf is the object itself, but for a Scale: what the cluster stores is the object that is scaled. If the request does not
// give that one, a stand-in with the same name, replicas and selector takes its place.
func (in *incoming) parentOf(old runtime.Object) (runtime.Object, error) {
	scale, ok := old.(*autoscaling.Scale)
	if !ok {
		return old, nil
	}
	parent := registry.Default().Find(in.gvr, "")
	if parent == nil {
		return old, nil
	}
	standIn, err := scaled(parent, scale)
	if err != nil {
		return nil, err
	}
	decoded, _, err := parent.Decode(standIn)
	return decoded, err
}

func selectorOf(scale *autoscaling.Scale) map[string]string {
	labels := map[string]string{"app": "scaled"}
	selector, err := metav1.ParseToLabelSelector(scale.Status.Selector)
	if err == nil && len(selector.MatchLabels) > 0 {
		labels = selector.MatchLabels
	}
	return labels
}

// generated gives a Job the selector and labels that the server generated when it was created, unless they are given.
func generated(object runtime.Object, uid types.UID) {
	stored, ok := object.(*batch.Job)
	if !ok || stored.Spec.Selector != nil {
		return
	}
	prepared := stored.DeepCopy()
	prepared.UID = uid
	job.Strategy.PrepareForCreate(context.Background(), prepared)
	stored.Spec = prepared.Spec
}
