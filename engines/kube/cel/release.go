package cel

import (
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/version"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/environment"
)

// compatibleWith is the CEL that a server of a release takes in new policies: the one of the release before, so that it can be rolled back
// (environment.DefaultCompatibilityVersion).
func compatibleWith(release *version.Version) *version.Version {
	return version.MajorMinor(release.Major(), release.Minor()-1)
}

// checkValidating compiles a policy's expressions as a server of an older release does. What is stored is evaluated alike in every release.
func checkValidating(policy *validating.Policy, release *version.Version) field.ErrorList {
	check, err := newReleaseCheck(release, policy.Spec.Variables)
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	names := plugincel.OptionalVariableDeclarations{HasParams: policy.Spec.ParamKind != nil, HasAuthorizer: true}
	spec := field.NewPath("spec")
	check.variables(policy.Spec.Variables, names, spec)
	check.compile(matchConditions(policy.Spec.MatchConditions), names, indexed(spec.Child("matchConditions"), "expression"))
	check.compile(validations(policy), names, indexed(spec.Child("validations"), "expression"))
	check.compile(auditAnnotations(policy), names, indexed(spec.Child("auditAnnotations"), "valueExpression"))
	names.HasAuthorizer = false
	check.compile(messageExpressions(policy), names, indexed(spec.Child("validations"), "messageExpression"))
	return check.errs
}

// checkMutating does the same for a mutating policy.
func checkMutating(policy *mutating.Policy, release *version.Version) field.ErrorList {
	check, err := newReleaseCheck(release, policy.Spec.Variables)
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	names := plugincel.OptionalVariableDeclarations{HasParams: policy.Spec.ParamKind != nil, HasAuthorizer: true}
	spec := field.NewPath("spec")
	check.variables(policy.Spec.Variables, names, spec)
	check.compile(matchConditions(policy.Spec.MatchConditions), names, indexed(spec.Child("matchConditions"), "expression"))
	names.HasPatchTypes = true
	for i := range policy.Spec.Mutations {
		mutation := &policy.Spec.Mutations[i]
		expression, _ := patcherOf(mutation)
		path := spec.Child("mutations").Index(i).Child(patchFields[mutation.PatchType])
		check.compile([]plugincel.ExpressionAccessor{expression}, names, func(int) *field.Path { return path.Child("expression") })
	}
	return check.errs
}

var patchFields = map[admissionregistrationv1.PatchType]string{
	admissionregistrationv1.PatchTypeApplyConfiguration: "applyConfiguration", admissionregistrationv1.PatchTypeJSONPatch: "jsonPatch",
}

type releaseCheck struct {
	compiler *plugincel.CompositedCompiler
	errs     field.ErrorList
}

func newReleaseCheck(release *version.Version, variables []admissionregistrationv1.Variable) (*releaseCheck, error) {
	envs, err := environmentsFor(compatibleWith(release))
	if err != nil {
		return nil, err
	}
	compiler, err := envs.compilerFor(variables)
	return &releaseCheck{compiler: compiler}, err
}

func (c *releaseCheck) variables(list []admissionregistrationv1.Variable, names plugincel.OptionalVariableDeclarations, spec *field.Path) {
	for i, variable := range variables(list) {
		result := c.compiler.CompileAndStoreVariable(variable, names, environment.NewExpressions)
		c.add(result, spec.Child("variables").Index(i).Child("expression"))
	}
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
