package cel

import (
	"sync"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/util/version"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/cel/environment"
)

// program is one compiled validating policy. It knows no world, so worlds share it.
type program struct {
	validating.Validator
	conditions *conditions
}

// environments are made once for each version of CEL and shared: making one takes milliseconds.
type environments struct {
	set *environment.EnvSet
	// plain compiles policies without variables: a composited compiler is stateful only through them.
	plain *plugincel.CompositedCompiler
	// tracks says that programs tell what they did, to the coverage where there is one.
	tracks   bool
	coverage *Coverage
}

var (
	environmentsLock sync.Mutex
	environmentsOf   = map[string]*environments{}
)

// environmentsFor returns the environments in which new expressions are compatible with a release of Kubernetes.
func environmentsFor(release *version.Version) (*environments, error) {
	environmentsLock.Lock()
	defer environmentsLock.Unlock()
	if known, ok := environmentsOf[release.String()]; ok {
		return known, nil
	}
	set := environment.MustBaseEnvSet(release)
	plain, err := plugincel.NewCompositedCompiler(set)
	if err != nil {
		return nil, err
	}
	environmentsOf[release.String()] = &environments{set: set, plain: plain}
	return environmentsOf[release.String()], nil
}

func (e *environments) compilerFor(variables []admissionregistrationv1.Variable) (*plugincel.CompositedCompiler, error) {
	if len(variables) == 0 && !e.tracks {
		return e.plain, nil
	}
	return plugincel.NewCompositedCompiler(e.set)
}

// compile does what the unexported compilePolicy of the plugin does, over an environment of our choice and with a recorder around the match conditions:
// https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/admission/plugin/policy/validating/plugin.go#L151-L186
func (e *environments) compile(policy *validating.Policy) (*program, error) {
	compiler, err := e.compilerFor(policy.Spec.Variables)
	if err != nil {
		return nil, err
	}
	e.follow(policy.Name, compiler)
	compiler.CompileAndStoreVariables(variables(policy.Spec.Variables), declared(policy.Spec.ParamKind), environment.StoredExpressions)
	return programOf(policy, compiler), nil
}

// declared is what expressions may name beside the object.
func declared(params *admissionregistrationv1.ParamKind) plugincel.OptionalVariableDeclarations {
	return plugincel.OptionalVariableDeclarations{HasParams: params != nil, HasAuthorizer: true}
}

// programOf compiles a policy by a compiler that holds its variables.
func programOf(policy *validating.Policy, compiler *plugincel.CompositedCompiler) *program {
	withAuthorizer := declared(policy.Spec.ParamKind)
	withoutAuthorizer := plugincel.OptionalVariableDeclarations{HasParams: withAuthorizer.HasParams}
	conditions := newConditions(&conditional{policy.Name, policy.Spec.FailurePolicy, policy.Spec.MatchConditions}, compiler, withAuthorizer)
	evaluator := func(expressions []plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations) plugincel.ConditionEvaluator {
		return compiler.CompileCondition(expressions, names, environment.StoredExpressions)
	}
	// A typed nil would not be nil in the validator's interface.
	var matcher matchconditions.Matcher
	if conditions != nil {
		matcher = conditions
	}
	return &program{
		Validator: validating.NewValidator(
			evaluator(validations(policy), withAuthorizer),
			matcher,
			evaluator(auditAnnotations(policy), withAuthorizer),
			evaluator(messageExpressions(policy), withoutAuthorizer),
			policy.Spec.FailurePolicy,
			nil,
		),
		conditions: conditions,
	}
}

func variables(list []admissionregistrationv1.Variable) []plugincel.NamedExpressionAccessor {
	return mapped(list, func(v *admissionregistrationv1.Variable) plugincel.NamedExpressionAccessor {
		return &validating.Variable{Name: v.Name, Expression: v.Expression}
	})
}

func validations(policy *validating.Policy) []plugincel.ExpressionAccessor {
	return mapped(policy.Spec.Validations, func(v *admissionregistrationv1.Validation) plugincel.ExpressionAccessor {
		return &validating.ValidationCondition{Expression: v.Expression, Message: v.Message, Reason: v.Reason}
	})
}

// messageExpressions keeps a nil where a validation has none: the validator finds an expression by the index of its validation.
func messageExpressions(policy *validating.Policy) []plugincel.ExpressionAccessor {
	return mapped(policy.Spec.Validations, func(v *admissionregistrationv1.Validation) plugincel.ExpressionAccessor {
		if v.MessageExpression == "" {
			return nil
		}
		return &validating.MessageExpressionCondition{MessageExpression: v.MessageExpression}
	})
}

func auditAnnotations(policy *validating.Policy) []plugincel.ExpressionAccessor {
	return mapped(policy.Spec.AuditAnnotations, func(a *admissionregistrationv1.AuditAnnotation) plugincel.ExpressionAccessor {
		return &validating.AuditAnnotationCondition{Key: a.Key, ValueExpression: a.ValueExpression}
	})
}

func matchConditions(list []admissionregistrationv1.MatchCondition) []plugincel.ExpressionAccessor {
	return mapped(list, func(c *admissionregistrationv1.MatchCondition) plugincel.ExpressionAccessor {
		return (*matchconditions.MatchCondition)(c)
	})
}

func mapped[From, To any](items []From, convert func(*From) To) []To {
	result := make([]To, len(items))
	for i := range items {
		result[i] = convert(&items[i])
	}
	return result
}
