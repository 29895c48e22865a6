package main

import (
	"errors"
	"fmt"
	"slices"

	"assay.dev/engines/manifest/source"
	"github.com/open-policy-agent/frameworks/constraint/pkg/apis/externaldata/unversioned"
	"github.com/open-policy-agent/frameworks/constraint/pkg/externaldata"
	configv1alpha1 "github.com/open-policy-agent/gatekeeper/v3/apis/config/v1alpha1"
	expansionunversioned "github.com/open-policy-agent/gatekeeper/v3/apis/expansion/unversioned"
	mutationsunversioned "github.com/open-policy-agent/gatekeeper/v3/apis/mutations/unversioned"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/expansion"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/keys"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/mutators"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/mutation/types"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/certwatcher"
)

// addSystems takes what stands beside the client: providers, mutators and expansion templates.
func (p *policies) addSystems(read *documents, external *externalData) []source.Named {
	named := []source.Named{}
	each := func(objects []placed, add func(placed) error) {
		for _, object := range objects {
			if err := add(object); err != nil {
				read.problems = append(read.problems, objectProblem(object, err))
				continue
			}
			named = append(named, object.named())
		}
	}
	providers := externaldata.NewCache()
	each(read.providers, func(object placed) error {
		provider := &unversioned.Provider{}
		return errors.Join(into(object, provider), providers.Upsert(provider))
	})
	if len(read.mutators) > 0 {
		p.mutations = mutation.NewSystem(mutation.SystemOpts{
			ProviderCache: providers, SendRequestToExternalDataProvider: external.send,
			// It watches no file: there is nobody to show a certificate to.
			ClientCertWatcher: &certwatcher.CertWatcher{},
		})
	}
	each(read.mutators, func(object placed) error {
		mutator, err := mutatorOf(object)
		if err != nil {
			return err
		}
		return p.mutations.Upsert(mutator)
	})
	if len(read.expansions) > 0 {
		p.expansions = expansion.NewSystem(p.mutations)
	}
	each(read.expansions, func(object placed) error {
		template := &expansionunversioned.ExpansionTemplate{}
		if err := into(object, template); err != nil {
			return err
		}
		return p.expansions.UpsertTemplate(template)
	})
	return named
}

// mutatorOf makes the mutator that an object describes.
func mutatorOf(object placed) (types.Mutator, error) {
	switch object.GetKind() {
	case "Assign":
		return made(object, &mutationsunversioned.Assign{}, mutators.MutatorForAssign)
	case "AssignMetadata":
		return made(object, &mutationsunversioned.AssignMetadata{}, mutators.MutatorForAssignMetadata)
	case "AssignImage":
		return made(object, &mutationsunversioned.AssignImage{}, mutators.MutatorForAssignImage)
	case "ModifySet":
		return made(object, &mutationsunversioned.ModifySet{}, mutators.MutatorForModifySet)
	}
	return nil, fmt.Errorf("`%s` is no mutator; write an Assign, AssignMetadata, AssignImage or ModifySet", object.GetKind())
}

func made[From any, To types.Mutator](object placed, from *From, build func(*From) (To, error)) (types.Mutator, error) {
	if err := into(object, from); err != nil {
		return nil, err
	}
	return build(from)
}

// addConfig takes the namespaces that a Config excludes. What is to be synced is what a world has; a SyncSet says no more.
func (p *policies) addConfig(object placed) error {
	if object.GetKind() != "Config" {
		return nil
	}
	config := &configv1alpha1.Config{}
	if err := into(object, config); err != nil {
		return err
	}
	if config.Name != keys.Config.Name {
		return errors.New("config resource must have name 'config'")
	}
	p.excluded.Add(slices.Clone(config.Spec.Match))
	return nil
}

func into(object placed, typed any) error {
	return runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, typed)
}
