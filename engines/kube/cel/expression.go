package cel

import (
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
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

	// place is the text in the policy.
	place *string
	// least is the shortest text that may stand there.
	least string
	with  func(text string) plugincel.ExpressionAccessor
	names plugincel.OptionalVariableDeclarations
}

// compiled compiles an expression as a server does that is given a new policy; a variable is there from then on.
func (e *Expression) compiled(compiler *plugincel.CompositedCompiler) plugincel.CompilationResult {
	accessor := e.with(e.Text)
	if named, ok := accessor.(plugincel.NamedExpressionAccessor); ok && e.Variable != "" {
		return compiler.CompileAndStoreVariable(named, e.names, environment.NewExpressions)
	}
	return compiler.CompileCELExpression(accessor, e.names, environment.NewExpressions)
}

// variables of a policy.
func (w *Written) variables() []admissionregistrationv1.Variable {
	if w.Validating != nil {
		return w.Validating.Spec.Variables
	}
	return w.Mutating.Spec.Variables
}

// copied shares nothing with the policy.
func (w *Written) copied() Written {
	return Written{w.Validating.DeepCopy(), w.Mutating.DeepCopy(), w.Document}
}

// expressions are those of a policy.
func (w *Written) expressions() []Expression {
	if w.Validating != nil {
		return validatingExpressions(w.Validating)
	}
	return mutatingExpressions(w.Mutating)
}

func validatingExpressions(policy *validating.Policy) []Expression {
	spec := field.NewPath("spec")
	names := declared(policy.Spec.ParamKind)
	all := commonExpressions(policy.Spec.Variables, policy.Spec.MatchConditions, names)
	plain := plugincel.OptionalVariableDeclarations{HasParams: names.HasParams}
	for i := range policy.Spec.Validations {
		each := &policy.Spec.Validations[i]
		place := spec.Child("validations").Index(i)
		all = append(all, Expression{
			Field: place.Child("expression").String(), Text: each.Expression, place: &each.Expression, least: "true", names: names,
			with: func(text string) plugincel.ExpressionAccessor {
				return &validating.ValidationCondition{Expression: text}
			},
		})
		if each.MessageExpression != "" {
			all = append(all, Expression{
				Field: place.Child("messageExpression").String(), Text: each.MessageExpression, place: &each.MessageExpression, least: "''", names: plain, Tells: true,
				with: func(text string) plugincel.ExpressionAccessor {
					return &validating.MessageExpressionCondition{MessageExpression: text}
				},
			})
		}
	}
	for i := range policy.Spec.AuditAnnotations {
		each := &policy.Spec.AuditAnnotations[i]
		place := spec.Child("auditAnnotations").Index(i).Child("valueExpression").String()
		all = append(all, Expression{
			Field: place, Text: each.ValueExpression, place: &each.ValueExpression, least: "''", names: names, Tells: true,
			with: func(text string) plugincel.ExpressionAccessor {
				return &validating.AuditAnnotationCondition{Key: each.Key, ValueExpression: text}
			},
		})
	}
	return all
}

func mutatingExpressions(policy *mutating.Policy) []Expression {
	names := declared(policy.Spec.ParamKind)
	all := commonExpressions(policy.Spec.Variables, policy.Spec.MatchConditions, names)
	names.HasPatchTypes = true
	for i := range policy.Spec.Mutations {
		mutation := &policy.Spec.Mutations[i]
		if made, _ := patcherOf(mutation); made == nil {
			continue
		}
		place, least := (*string)(nil), "Object{}"
		if mutation.PatchType == admissionregistrationv1.PatchTypeJSONPatch {
			place, least = &mutation.JSONPatch.Expression, "[JSONPatch{op: 'remove', path: '/a'}]"
		} else {
			place = &mutation.ApplyConfiguration.Expression
		}
		where := field.NewPath("spec", "mutations").Index(i).Child(patchFields[mutation.PatchType], "expression").String()
		all = append(all, Expression{
			Field: where, Text: *place, place: place, least: least, names: names,
			with: func(text string) plugincel.ExpressionAccessor {
				other := mutation.DeepCopy()
				if other.JSONPatch != nil {
					other.JSONPatch.Expression = text
				} else {
					other.ApplyConfiguration.Expression = text
				}
				accessor, _ := patcherOf(other)
				return accessor
			},
		})
	}
	return all
}

// commonExpressions are those that policies of both kinds have.
func commonExpressions(
	variables []admissionregistrationv1.Variable, conditions []admissionregistrationv1.MatchCondition, names plugincel.OptionalVariableDeclarations,
) []Expression {
	var all []Expression
	spec := field.NewPath("spec")
	for i := range variables {
		each := &variables[i]
		all = append(all, Expression{
			Field: spec.Child("variables").Index(i).Child("expression").String(), Text: each.Expression, Variable: each.Name, place: &each.Expression, names: names,
			with: func(text string) plugincel.ExpressionAccessor {
				return &validating.Variable{Name: each.Name, Expression: text}
			},
		})
	}
	for i := range conditions {
		each := &conditions[i]
		all = append(all, Expression{
			Field: spec.Child("matchConditions").Index(i).Child("expression").String(), Text: each.Expression, place: &each.Expression, least: "true", names: names,
			with: func(text string) plugincel.ExpressionAccessor {
				return matchConditions([]admissionregistrationv1.MatchCondition{{Name: each.Name, Expression: text}})[0]
			},
		})
	}
	return all
}
