package cel

import (
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/version"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/environment"
)

// compatibleWith is the CEL that a server of a release takes in new policies: the one of the release before, so that it can be rolled back
// (environment.DefaultCompatibilityVersion).
func compatibleWith(release *version.Version) *version.Version {
	return version.MajorMinor(release.Major(), release.Minor()-1)
}

// checkRelease compiles a policy's expressions as a server of an older release does. What is stored is evaluated alike in every release.
func checkRelease(policy *validating.Policy, release *version.Version) field.ErrorList {
	envs, err := environmentsFor(compatibleWith(release))
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	compiler, err := envs.compilerOf(policy)
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	check := releaseCheck{compiler: compiler}
	hasParams := policy.Spec.ParamKind != nil
	names := plugincel.OptionalVariableDeclarations{HasParams: hasParams, HasAuthorizer: true}
	spec := field.NewPath("spec")
	for i, variable := range variables(policy) {
		result := compiler.CompileAndStoreVariable(variable, names, environment.NewExpressions)
		check.add(result, spec.Child("variables").Index(i).Child("expression"))
	}
	check.compile(matchConditions(policy), names, indexed(spec.Child("matchConditions"), "expression"))
	check.compile(validations(policy), names, indexed(spec.Child("validations"), "expression"))
	check.compile(auditAnnotations(policy), names, indexed(spec.Child("auditAnnotations"), "valueExpression"))
	names.HasAuthorizer = false
	check.compile(messageExpressions(policy), names, indexed(spec.Child("validations"), "messageExpression"))
	return check.errs
}

type releaseCheck struct {
	compiler *plugincel.CompositedCompiler
	errs     field.ErrorList
}

func (c *releaseCheck) compile(
	expressions []plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations, path func(int) *field.Path,
) {
	for i, expression := range expressions {
		if expression != nil {
			c.add(c.compiler.CompileCELExpression(expression, names, environment.NewExpressions), path(i))
		}
	}
}

func (c *releaseCheck) add(result plugincel.CompilationResult, path *field.Path) {
	if result.Error != nil {
		c.errs = append(c.errs, field.Invalid(path, result.ExpressionAccessor.GetExpression(), result.Error.Detail))
	}
}

func indexed(list *field.Path, name string) func(int) *field.Path {
	return func(i int) *field.Path { return list.Index(i).Child(name) }
}
