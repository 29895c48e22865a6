package cel

import (
	"context"
	"reflect"
	"regexp"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/lazy"
)

// sharing is what the programs that policies share gave for one request in one world.
type sharing struct {
	given map[inputs]map[*sharedProgram]*outcome
	// now is what the evaluation under way is given; nil between evaluations.
	now    *inputs
	params map[admissionregistrationv1.ParamKind]runtime.Object
}

type sharingKey struct{}

// Sharing is a context in which policies judge one request in one world: what they share is evaluated once.
func Sharing(ctx context.Context) context.Context {
	return context.WithValue(ctx, sharingKey{}, &sharing{
		given: map[inputs]map[*sharedProgram]*outcome{}, params: map[admissionregistrationv1.ParamKind]runtime.Object{},
	})
}

func sharingOf(ctx context.Context) *sharing {
	found, _ := ctx.Value(sharingKey{}).(*sharing)
	return found
}

// settings are the params that stand in: one object for all.
func (s *sharing) settings(kind *admissionregistrationv1.ParamKind, own runtime.Object) runtime.Object {
	if s == nil || own == nil {
		return own
	}
	if known, ok := s.params[*kind]; ok {
		return known
	}
	s.params[*kind] = own
	return own
}

// known are the outcomes of programs that may read the authorizer, or of those that do not.
func (s *sharing) known(authorized bool) map[*sharedProgram]*outcome {
	now := *s.now
	now.authorizer = now.authorizer && authorized
	if s.given[now] == nil {
		s.given[now] = map[*sharedProgram]*outcome{}
	}
	return s.given[now]
}

// inputs is what may differ between evaluations for one request, beside variables.
type inputs struct {
	// of are the accessors: what is given of the namespace hangs on what is asked.
	of         reflect.Type
	kind       schema.GroupVersionKind
	resource   metav1.GroupVersionResource
	params     runtime.Object
	authorizer bool
}

// sharingCondition evaluates as the server does, and tells the sharing what it gives.
type sharingCondition struct {
	plugincel.ConditionEvaluator
	of reflect.Type
}

// ForInput implements plugincel.ConditionEvaluator.
func (c *sharingCondition) ForInput(
	ctx context.Context, attributes *admission.VersionedAttributes, request *admissionv1.AdmissionRequest, bindings plugincel.OptionalVariableBindings,
	namespace *corev1.Namespace, budget int64,
) ([]plugincel.EvaluationResult, int64, error) {
	if found := sharingOf(ctx); found != nil {
		found.now = &inputs{c.of, attributes.VersionedKind, request.Resource, bindings.VersionedParams, bindings.Authorizer != nil}
		defer func() { found.now = nil }()
	}
	return c.ConditionEvaluator.ForInput(ctx, attributes, request, bindings, namespace, budget)
}

// sharedProgram is evaluated once for the same inputs.
type sharedProgram struct {
	cel.Program
	uses
}

// uses is what an expression may read, and what the variables may that it reads.
type uses struct {
	variables  map[string]bool
	authorizer bool
}

// outcome is what a program gave.
type outcome struct {
	value   ref.Val
	details *cel.EvalDetails
	err     error
	// read are the variables that it read. Each costs, once in an evaluation.
	read []ref.Val
}

// ContextEval implements cel.Program.
func (p *sharedProgram) ContextEval(ctx context.Context, input any) (ref.Val, *cel.EvalDetails, error) {
	activation, ok := input.(cel.Activation)
	found := sharingOf(ctx)
	if found == nil || found.now == nil || !ok {
		return p.Program.ContextEval(ctx, input)
	}
	outcomes := found.known(p.authorizer)
	if known := outcomes[p]; known != nil {
		if variables, ok := activation.ResolveName(plugincel.VariableVarName); ok {
			for _, name := range known.read {
				variables.(traits.Mapper).Find(name)
			}
		}
		return known.value, known.details, known.err
	}
	made := &outcome{}
	made.value, made.details, made.err = p.Program.ContextEval(ctx, &reading{activation, made})
	outcomes[p] = made
	return made.value, made.details, made.err
}

// reading is an activation that notes which variables are read.
type reading struct {
	cel.Activation
	by *outcome
}

// ResolveName implements cel.Activation.
func (r *reading) ResolveName(name string) (any, bool) {
	value, ok := r.Activation.ResolveName(name)
	if variables, isMap := value.(*lazy.MapValue); isMap && name == plugincel.VariableVarName {
		return &readVariables{variables, r.by}, ok
	}
	return value, ok
}

type readVariables struct {
	*lazy.MapValue
	by *outcome
}

// Find implements traits.Mapper.
func (v *readVariables) Find(key ref.Val) (ref.Val, bool) {
	v.by.read = append(v.by.read, key)
	return v.MapValue.Find(key)
}

// Get implements traits.Indexer.
func (v *readVariables) Get(key ref.Val) ref.Val {
	v.by.read = append(v.by.read, key)
	return v.MapValue.Get(key)
}

var variableName = regexp.MustCompile(plugincel.VariableVarName + `\.([A-Za-z_][A-Za-z0-9_]*)`)

// usedBy is what an expression uses. It is nil where variables are not all read by a plain name.
func usedBy(text string, variables []admissionregistrationv1.Variable) *uses {
	used := &uses{variables: map[string]bool{}}
	for texts := []string{text}; len(texts) > 0; texts = texts[1:] {
		names := variableName.FindAllStringSubmatch(texts[0], -1)
		if len(names) != strings.Count(texts[0], plugincel.VariableVarName) {
			return nil
		}
		used.authorizer = used.authorizer || strings.Contains(texts[0], plugincel.AuthorizerVarName)
		for _, each := range names {
			for _, variable := range variables {
				if variable.Name == each[1] && !used.variables[variable.Name] {
					used.variables[variable.Name] = true
					texts = append(texts, variable.Expression)
				}
			}
		}
	}
	return used
}

// readAs is how what is read differs: validations and their messages read the same, but for the authorizer.
func readAs(accessors []plugincel.ExpressionAccessor) reflect.Type {
	for _, each := range accessors {
		if _, tells := each.(*validating.MessageExpressionCondition); tells {
			return reflect.TypeFor[*validating.ValidationCondition]()
		}
		if each != nil {
			return reflect.TypeOf(each)
		}
	}
	return nil
}
