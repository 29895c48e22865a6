package main

import (
	"context"
	"encoding/json"

	"github.com/open-policy-agent/gatekeeper/v3/pkg/controller/config/process"
	corev1 "k8s.io/api/core/v1"
)

// mutate lets the mutators change the request's object, and gives it where they did.
func (p *policies) mutate(asked *request) (map[string]any, error) {
	if p.mutations == nil || asked.object == nil || !asked.canMutate() || p.excludes(asked, process.Mutation) {
		return nil, nil
	}
	mutable := asked.generator()
	if asked.admission != nil && isNamespace(asked.admission.Kind.Group, asked.admission.Kind.Kind) {
		mutable.Namespace = &corev1.Namespace{}
		if err := json.Unmarshal(asked.admission.Object.Raw, mutable.Namespace); err != nil {
			return nil, err
		}
	}
	changed, err := p.mutations.Mutate(context.Background(), mutable)
	if err != nil || !changed {
		return nil, err
	}
	mutable.Object.SetNamespace(asked.object.GetNamespace())
	asked.object = mutable.Object
	if asked.admission != nil {
		text, err := mutable.Object.MarshalJSON()
		if err != nil {
			return nil, err
		}
		asked.admission.Object.Raw = text
	}
	return mutable.Object.Object, nil
}

// excludes tells whether a Config keeps a part of Gatekeeper away from the namespace of a request.
func (p *policies) excludes(asked *request, part process.Process) bool {
	if asked.object == nil {
		return false
	}
	object := asked.object
	if asked.admission != nil {
		object = asked.object.DeepCopy()
		object.SetNamespace(asked.admission.Namespace)
	}
	excluded, err := p.excluded.IsNamespaceExcluded(part, object)
	return err == nil && excluded
}
