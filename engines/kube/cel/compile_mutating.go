package cel

import (
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch"
	"k8s.io/apiserver/pkg/cel/environment"
)

// mutatingProgram is one compiled mutating policy. It knows no world, so worlds share it.
type mutatingProgram struct {
	compiler   *plugincel.CompositedCompiler
	conditions *conditions
	patchers   []patch.Patcher
}

// compileMutating does what the unexported compilePolicy of the plugin does, over an environment of our choice and with a recorder around the match
// conditions: https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/admission/plugin/policy/mutating/compilation.go#L35-L81
func (e *environments) compileMutating(policy *mutating.Policy) (*mutatingProgram, error) {
	compiler, err := e.compilerFor(policy.Spec.Variables)
	if err != nil {
		return nil, err
	}
	e.follow(policy.Name, compiler)
	compiler.CompileAndStoreVariables(variables(policy.Spec.Variables), declared(policy.Spec.ParamKind), environment.StoredExpressions)
	return mutatingProgramOf(policy, compiler), nil
}

// mutatingProgramOf compiles a policy by a compiler that holds its variables.
func mutatingProgramOf(policy *mutating.Policy, compiler *plugincel.CompositedCompiler) *mutatingProgram {
	names := declared(policy.Spec.ParamKind)
	conditions := newConditions(&conditional{policy.Name, policy.Spec.FailurePolicy, policy.Spec.MatchConditions}, compiler, names)
	names.HasPatchTypes = true
	program := &mutatingProgram{compiler: compiler, conditions: conditions}
	for i := range policy.Spec.Mutations {
		expression, patcher := patcherOf(&policy.Spec.Mutations[i])
		if expression != nil {
			evaluator := compiler.CompileMutatingEvaluator(expression, names, environment.StoredExpressions)
			program.patchers = append(program.patchers, patcher(evaluator))
		}
	}
	return program
}

// patcherOf is what a mutation evaluates, and who patches with the outcome; nil for a mutation that no server takes.
func patcherOf(m *admissionregistrationv1.Mutation) (plugincel.ExpressionAccessor, func(plugincel.MutatingEvaluator) patch.Patcher) {
	switch {
	case m.PatchType == admissionregistrationv1.PatchTypeJSONPatch && m.JSONPatch != nil:
		return &patch.JSONPatchCondition{Expression: m.JSONPatch.Expression}, patch.NewJSONPatcher
	case m.PatchType == admissionregistrationv1.PatchTypeApplyConfiguration && m.ApplyConfiguration != nil:
		return &patch.ApplyConfigurationCondition{Expression: m.ApplyConfiguration.Expression}, patch.NewApplyConfigurationPatcher
	}
	return nil, nil
}
