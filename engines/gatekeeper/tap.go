package main

import (
	"context"
	"strings"

	"github.com/open-policy-agent/frameworks/constraint/pkg/client/drivers"
	"github.com/open-policy-agent/frameworks/constraint/pkg/client/reviews"
	"github.com/open-policy-agent/frameworks/constraint/pkg/types"
	"github.com/open-policy-agent/gatekeeper/v3/pkg/drivers/k8scel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// asked is what the client asked its drivers during one review.
type asked struct {
	// matched are the Constraints that the review was held against.
	matched []*unstructured.Unstructured
	// failed are the evaluations that reached no verdict. The drivers give them as results like any other.
	failed []*types.Result
	// matchOnly keeps the drivers from evaluating.
	matchOnly bool
}

func (a *asked) reset(matchOnly bool) { *a = asked{matchOnly: matchOnly} }

// query lets a driver evaluate, and keeps what it was asked.
func (a *asked) query(constraints []*unstructured.Unstructured, failed func(*types.Result) bool,
	evaluate func() (*drivers.QueryResponse, error)) (*drivers.QueryResponse, error) {
	a.matched = append(a.matched, constraints...)
	if a.matchOnly {
		return nil, nil
	}
	answer, err := evaluate()
	if err != nil || answer == nil {
		return answer, err
	}
	for _, result := range answer.Results {
		if failed(result) {
			a.failed = append(a.failed, result)
		}
	}
	return answer, nil
}

// regoTap is Gatekeeper's driver for Rego, listened to.
type regoTap struct {
	drivers.Driver
	asked *asked
}

func (t *regoTap) Query(ctx context.Context, target string, constraints []*unstructured.Unstructured, review any,
	options ...reviews.ReviewOpt) (*drivers.QueryResponse, error) {
	return t.asked.query(constraints, regoFailed, func() (*drivers.QueryResponse, error) {
		return t.Driver.Query(ctx, target, constraints, review, options...)
	})
}

// regoFailed tells an error of OPA from a violation: a violation always has details, if only empty ones.
func regoFailed(result *types.Result) bool {
	return result.Metadata["details"] == nil && strings.Contains(result.Msg, "_error: ")
}

// celTap is Gatekeeper's driver for CEL, listened to.
type celTap struct {
	drivers.Driver
	asked *asked
}

func (t *celTap) Query(ctx context.Context, target string, constraints []*unstructured.Unstructured, review any,
	options ...reviews.ReviewOpt) (*drivers.QueryResponse, error) {
	// The driver takes the object of a DELETE out of the review, which the driver for Rego reads as well: in Gatekeeper chance decides which is first.
	if getter, ok := review.(k8scel.ARGetter); ok {
		request := getter.GetAdmissionRequest()
		object := request.Object
		defer func() { request.Object = object }()
	}
	return t.asked.query(constraints, celFailed, func() (*drivers.QueryResponse, error) {
		return t.Driver.Query(ctx, target, constraints, review, options...)
	})
}

// celFailures are how the API server's code words an expression that gave neither true nor false.
var celFailures = []string{
	"' resulted in error: ", "compilation error: ", "failed messageExpression: ", "running out of cost budget, no further validation rules will be run",
	"runtime cost could not be calculated for expression: ",
}

// celFailed tells an error of CEL from a violation, which the driver gives in the same way.
func celFailed(result *types.Result) bool {
	for _, words := range celFailures {
		if strings.Contains(result.Msg, words) {
			return true
		}
	}
	return false
}
