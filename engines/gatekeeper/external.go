package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"slices"

	"github.com/open-policy-agent/frameworks/constraint/pkg/apis/externaldata/unversioned"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers/rego"
	"github.com/open-policy-agent/frameworks/constraint/pkg/externaldata"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// externalData answers for the providers of external data, from what a world declares. Gatekeeper's driver takes answers out of its cache of
// responses before it asks a provider, so that the cache is filled, and the driver knows no provider that it could ask.
type externalData struct {
	cache *externaldata.ProviderResponseCache
	given answers
	// missing are the keys that were asked for and that the world does not declare.
	missing []externaldata.CacheKey
}

// answers are by provider and key.
type answers map[string]map[string]answer

type answer struct {
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

func newExternalData() *externalData {
	// Entries are of the year 1970, and may be that old: nothing hangs on the clock.
	return &externalData{cache: &externaldata.ProviderResponseCache{TTL: math.MaxInt64}}
}

// use makes the answers of a world the ones that are given.
func (e *externalData) use(given answers) {
	e.missing = nil
	if reflect.DeepEqual(e.given, given) {
		return
	}
	for provider, keys := range e.given {
		for key := range keys {
			e.cache.Remove(externaldata.CacheKey{ProviderName: provider, Key: key})
		}
	}
	for provider, keys := range given {
		for key, answer := range keys {
			e.cache.Upsert(externaldata.CacheKey{ProviderName: provider, Key: key},
				externaldata.CacheValue{Value: answer.Value, Error: answer.Error, Idempotent: true})
		}
	}
	e.given = given
}

// regoDriver is Gatekeeper's driver for Rego, with these answers for its `external_data`.
func (e *externalData) regoDriver() (*rego.Driver, error) {
	driver, err := rego.New(rego.DisableBuiltins(refusedBuiltins()...), rego.Externs("inventory"),
		rego.AddExternalDataProviderCache(externaldata.NewCache()), rego.AddExternalDataProviderResponseCache(e.cache))
	if err != nil {
		return nil, err
	}
	// A driver registers its builtin for the whole process. All share one cache, so that it does not matter whose it is.
	own := topdown.GetBuiltin(builtinName)
	topdown.RegisterBuiltinFunc(builtinName, func(ctx topdown.BuiltinContext, operands []*ast.Term, iter func(*ast.Term) error) error {
		var request externaldata.RegoRequest
		if err := ast.As(operands[0].Value, &request); err == nil {
			e.note(request.ProviderName, request.Keys)
		}
		return own(ctx, operands, iter)
	})
	return driver, nil
}

const builtinName = "external_data"

// note keeps the keys for which nothing is declared.
func (e *externalData) note(provider string, keys []string) {
	for _, key := range keys {
		missing := externaldata.CacheKey{ProviderName: provider, Key: key}
		if _, there := e.given[provider][key]; !there && !slices.Contains(e.missing, missing) {
			e.missing = append(e.missing, missing)
		}
	}
}

// send answers what a mutator asks of a provider, as [externaldata.DefaultSendRequestToProvider] does over the network.
func (e *externalData) send(_ context.Context, provider *unversioned.Provider, keys []string, _ *tls.Certificate) (
	*externaldata.ProviderResponse, int, error) {
	e.note(provider.Name, keys)
	response := &externaldata.ProviderResponse{Response: externaldata.Response{Idempotent: true}}
	for _, key := range keys {
		if answer, there := e.given[provider.Name][key]; there {
			item := externaldata.Item{Key: key, Value: answer.Value, Error: answer.Error}
			response.Response.Items = append(response.Response.Items, item)
		}
	}
	return response, http.StatusOK, nil
}

// missed are the errors of a request for which an answer is not declared.
func (e *externalData) missed() []evaluationError {
	var errs []evaluationError
	for _, key := range e.missing {
		errs = append(errs, evaluationError{Code: codeEvaluation, Message: fmt.Sprintf(
			"the provider `%s` was asked for `%s`, and no answer is declared; add it to the external data of the case", key.ProviderName, key.Key)})
	}
	return errs
}
