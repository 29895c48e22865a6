package cel

import (
	"reflect"
	"slices"

	"github.com/google/cel-go/cel"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/environment"
)

// remembering is a compiler of one policy that knows what it compiled while it learned. What it compiles later, it compiles as that policy's.
type remembering struct {
	plugincel.Compiler
	envs *environments
	// own holds the variables of the policy.
	own       *plugincel.CompositedCompiler
	variables []admissionregistrationv1.Variable
	names     plugincel.OptionalVariableDeclarations
	known     map[compiledAs]plugincel.CompilationResult
	learns    bool
	// holds are the variables of what is compiled, and changed those that have another text there.
	holds   []admissionregistrationv1.Variable
	changed []string
}

// compiledAs is what a compiled expression hangs on, where variables have the same types. What it must evaluate to follows from what reads it.
type compiledAs struct {
	text  string
	names plugincel.OptionalVariableDeclarations
	mode  environment.Type
	of    reflect.Type
}

// remember makes a compiler that learns, of a policy with variables and params.
func (e *environments) remember(list []admissionregistrationv1.Variable, params *admissionregistrationv1.ParamKind) (*remembering, error) {
	base, err := e.compilerFor(list)
	if err != nil {
		return nil, err
	}
	made := &remembering{
		Compiler: base.Compiler, envs: e, variables: list, holds: list, names: declared(params), known: map[compiledAs]plugincel.CompilationResult{}, learns: true,
	}
	own := *base
	made.own = made.into(&own)
	made.own.CompileAndStoreVariables(variables(list), made.names, environment.StoredExpressions)
	return made, nil
}

func (r *remembering) into(compiler *plugincel.CompositedCompiler) *plugincel.CompositedCompiler {
	compiler.Compiler, compiler.ConditionCompiler, compiler.MutatingCompiler = r, r, r
	return compiler
}

// holding is a compiler that holds other variables. It is nil where they have not the names and the types of the policy's, since other expressions hang
// on these.
func (r *remembering) holding(list []admissionregistrationv1.Variable) *plugincel.CompositedCompiler {
	if slices.Equal(list, r.variables) {
		return r.own
	}
	// One for type checking has no compilers of its own: those take the most time to make.
	made, err := plugincel.NewCompositedCompilerForTypeChecking(r.envs.set)
	if err != nil || len(list) != len(r.variables) {
		return nil
	}
	other := *r
	other.holds = list
	for i := range list {
		if list[i] != r.variables[i] {
			other.changed = append(other.changed, r.variables[i].Name)
		}
	}
	other.into(made)
	for i, each := range variables(list) {
		was := r.CompileCELExpression(&validating.Variable{Name: each.GetName(), Expression: r.variables[i].Expression}, r.names, environment.StoredExpressions)
		is := made.CompileAndStoreVariable(each, r.names, environment.StoredExpressions)
		if each.GetName() != r.variables[i].Name || was.Error != nil || is.Error != nil || !is.OutputType.IsExactType(was.OutputType) {
			return nil
		}
	}
	return made
}

// CompileCELExpression implements plugincel.Compiler.
func (r *remembering) CompileCELExpression(
	accessor plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations, mode environment.Type,
) plugincel.CompilationResult {
	as := compiledAs{accessor.GetExpression(), names, mode, reflect.TypeOf(accessor)}
	if known, ok := r.known[as]; ok {
		// A message is in what reads the expression.
		known.ExpressionAccessor = accessor
		return r.unshared(known)
	}
	result := r.Compiler.CompileCELExpression(accessor, names, mode)
	if result.Error == nil {
		result.Program = r.shared(result.Program, as.text)
	}
	if r.learns {
		r.known[as] = result
	}
	return result
}

// unshared is a result whose program is shared with no other policy where it hangs on variables that are changed.
func (r *remembering) unshared(result plugincel.CompilationResult) plugincel.CompilationResult {
	program, ok := result.Program.(*sharedProgram)
	if ok && slices.ContainsFunc(r.changed, func(name string) bool { return program.variables[name] }) {
		result.Program = r.shared(program.Program, result.ExpressionAccessor.GetExpression())
	}
	return result
}

// shared is a program that is evaluated once for the same inputs, where it is known which variables it reads.
func (r *remembering) shared(program cel.Program, text string) cel.Program {
	used := usedBy(text, r.holds)
	if used == nil {
		return program
	}
	return &sharedProgram{program, *used}
}

// CompileCondition implements plugincel.ConditionCompiler as the server does.
func (r *remembering) CompileCondition(
	accessors []plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations, mode environment.Type,
) plugincel.ConditionEvaluator {
	results := make([]plugincel.CompilationResult, len(accessors))
	for i, accessor := range accessors {
		if accessor != nil {
			results[i] = r.CompileCELExpression(accessor, names, mode)
		}
	}
	return &sharingCondition{plugincel.NewCondition(results), readAs(accessors)}
}

// CompileMutatingEvaluator implements plugincel.MutatingCompiler as the server does.
func (r *remembering) CompileMutatingEvaluator(
	accessor plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations, mode environment.Type,
) plugincel.MutatingEvaluator {
	return plugincel.NewMutatingEvaluator(r.CompileCELExpression(accessor, names, mode))
}
