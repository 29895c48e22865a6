package cel

import (
	"github.com/google/cel-go/cel"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/version"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/environment"
)

// Expression is one of a policy's.
type Expression struct {
	// Field is where it stands, such as `spec.validations[0].expression`.
	Field string
	Text  string
	// Variable is the one that it defines; empty for the others.
	Variable string
	// Tells says that it decides nothing: it makes a message or an audit annotation.
	Tells bool

	with  func(text string) plugincel.ExpressionAccessor
	names plugincel.OptionalVariableDeclarations
	made  *cel.Type
}

// Boolean says that it evaluates to a boolean, whatever the object.
func (e *Expression) Boolean() bool { return e.made != nil && e.made.IsExactType(cel.BoolType) }

// Bench compiles a policy's expressions, and others in their places, as a server does that is given a new policy.
type Bench struct {
	// Expressions are in the order in which they are compiled: variables come first, and know those before them.
	Expressions []Expression
	compiler    *plugincel.CompositedCompiler
}

// ParserFor parses as a server of a release does, nil for this engine's own, but leaves macros as they are written.
func ParserFor(release *version.Version) (*cel.Env, error) {
	envs, err := environmentsFor(newIn(release))
	if err != nil {
		return nil, err
	}
	return envs.set.NewExpressionsEnv().Extend(cel.ClearMacros())
}

// NewBench is the bench of a policy in a release, nil for this engine's own.
func NewBench(policy *Written, release *version.Version) (*Bench, error) {
	envs, err := environmentsFor(newIn(release))
	if err != nil {
		return nil, err
	}
	bench := &Bench{}
	var variables []admissionregistrationv1.Variable
	if policy.Validating != nil {
		variables = policy.Validating.Spec.Variables
		bench.validating(policy.Validating)
	} else {
		variables = policy.Mutating.Spec.Variables
		bench.mutating(policy.Mutating)
	}
	if bench.compiler, err = envs.compilerFor(variables); err != nil {
		return nil, err
	}
	for i := range bench.Expressions {
		each := &bench.Expressions[i]
		each.made = bench.keep(each, each.Text).OutputType
	}
	return bench, nil
}

// Takes says whether the server would take the policy with another text for one of its expressions.
func (b *Bench) Takes(at int, text string) bool {
	expression := &b.Expressions[at]
	result := b.compiler.CompileCELExpression(expression.with(text), expression.names, environment.NewExpressions)
	if result.Error != nil {
		return false
	}
	if expression.Variable == "" || result.OutputType.IsExactType(expression.made) {
		return true
	}
	// What uses the variable may not fit its new type.
	b.keep(expression, text)
	fits := true
	for i := at + 1; i < len(b.Expressions) && fits; i++ {
		fits = b.keep(&b.Expressions[i], b.Expressions[i].Text).Error == nil
	}
	for i := at; i < len(b.Expressions); i++ {
		b.keep(&b.Expressions[i], b.Expressions[i].Text)
	}
	return fits
}

// keep compiles an expression; a variable is what its text says from then on.
func (b *Bench) keep(expression *Expression, text string) plugincel.CompilationResult {
	accessor := expression.with(text)
	if named, ok := accessor.(plugincel.NamedExpressionAccessor); ok && expression.Variable != "" {
		return b.compiler.CompileAndStoreVariable(named, expression.names, environment.NewExpressions)
	}
	return b.compiler.CompileCELExpression(accessor, expression.names, environment.NewExpressions)
}

func (b *Bench) validating(policy *validating.Policy) {
	spec := field.NewPath("spec")
	names := plugincel.OptionalVariableDeclarations{HasParams: policy.Spec.ParamKind != nil, HasAuthorizer: true}
	b.common(policy.Spec.Variables, policy.Spec.MatchConditions, names)
	plain := plugincel.OptionalVariableDeclarations{HasParams: names.HasParams}
	for i, each := range policy.Spec.Validations {
		place := spec.Child("validations").Index(i)
		b.add(&Expression{Field: place.Child("expression").String(), Text: each.Expression, names: names, with: func(text string) plugincel.ExpressionAccessor {
			return &validating.ValidationCondition{Expression: text}
		}})
		if each.MessageExpression != "" {
			field := place.Child("messageExpression").String()
			b.add(&Expression{Field: field, Text: each.MessageExpression, Tells: true, names: plain, with: func(text string) plugincel.ExpressionAccessor {
				return &validating.MessageExpressionCondition{MessageExpression: text}
			}})
		}
	}
	for i, each := range policy.Spec.AuditAnnotations {
		field := spec.Child("auditAnnotations").Index(i).Child("valueExpression").String()
		b.add(&Expression{Field: field, Text: each.ValueExpression, Tells: true, names: names, with: func(text string) plugincel.ExpressionAccessor {
			return &validating.AuditAnnotationCondition{Key: each.Key, ValueExpression: text}
		}})
	}
}

func (b *Bench) mutating(policy *mutating.Policy) {
	names := plugincel.OptionalVariableDeclarations{HasParams: policy.Spec.ParamKind != nil, HasAuthorizer: true}
	b.common(policy.Spec.Variables, policy.Spec.MatchConditions, names)
	names.HasPatchTypes = true
	for i := range policy.Spec.Mutations {
		mutation := &policy.Spec.Mutations[i]
		expression, _ := patcherOf(mutation)
		if expression == nil {
			continue
		}
		place := field.NewPath("spec", "mutations").Index(i).Child(patchFields[mutation.PatchType], "expression")
		b.add(&Expression{Field: place.String(), Text: expression.GetExpression(), names: names, with: func(text string) plugincel.ExpressionAccessor {
			other := mutation.DeepCopy()
			if other.JSONPatch != nil {
				other.JSONPatch.Expression = text
			} else {
				other.ApplyConfiguration.Expression = text
			}
			accessor, _ := patcherOf(other)
			return accessor
		}})
	}
}

// common adds what policies of both kinds have.
func (b *Bench) common(
	variables []admissionregistrationv1.Variable, conditions []admissionregistrationv1.MatchCondition, names plugincel.OptionalVariableDeclarations,
) {
	spec := field.NewPath("spec")
	for i, each := range variables {
		place := spec.Child("variables").Index(i).Child("expression").String()
		b.add(&Expression{Field: place, Text: each.Expression, Variable: each.Name, names: names, with: func(text string) plugincel.ExpressionAccessor {
			return &validating.Variable{Name: each.Name, Expression: text}
		}})
	}
	for i, each := range conditions {
		place := spec.Child("matchConditions").Index(i).Child("expression").String()
		b.add(&Expression{Field: place, Text: each.Expression, names: names, with: func(text string) plugincel.ExpressionAccessor {
			return matchConditions([]admissionregistrationv1.MatchCondition{{Name: each.Name, Expression: text}})[0]
		}})
	}
}

func (b *Bench) add(expression *Expression) { b.Expressions = append(b.Expressions, *expression) }

// newIn is the CEL that new policies may use in a release.
func newIn(release *version.Version) *version.Version {
	if release == nil {
		return environment.DefaultCompatibilityVersion()
	}
	return compatibleWith(release)
}
