package world

import (
	"context"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
)

// Params lists the objects of a kind as an informer that has always synced.
func (w *World) Params(kind schema.GroupVersionKind) (informers.GenericInformer, meta.RESTScope, error) {
	mapping, err := w.mappingOf(kind)
	if err != nil {
		return nil, nil, err
	}
	lister := sortedLister{cache.NewGenericLister(w.indexer(kind), mapping.Resource.GroupResource())}
	return informer{lister: lister}, mapping.Scope, nil
}

// ListPods implements the PodLister of PodSecurity.
func (w *World) ListPods(_ context.Context, namespace string) ([]*corev1.Pod, error) {
	var pods []*corev1.Pod
	for _, object := range w.indexer(corev1.SchemeGroupVersion.WithKind("Pod")).List() {
		if pod, ok := object.(*corev1.Pod); ok && pod.Namespace == namespace {
			pods = append(pods, pod)
		}
	}
	slices.SortFunc(pods, func(a, b *corev1.Pod) int { return strings.Compare(a.Name, b.Name) })
	return pods, nil
}

// informer is a lister that needs no watch.
type informer struct {
	cache.SharedIndexInformer
	lister cache.GenericLister
}

// Informer implements informers.GenericInformer.
func (i informer) Informer() cache.SharedIndexInformer { return i }

// Lister implements informers.GenericInformer.
func (i informer) Lister() cache.GenericLister { return i.lister }

// HasSynced implements cache.SharedIndexInformer.
func (i informer) HasSynced() bool { return true }
