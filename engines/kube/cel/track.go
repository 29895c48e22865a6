package cel

import (
	"context"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"
	"k8s.io/apiserver/pkg/admission"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/cel/environment"
)

// track is what the expressions of tracked policies gave for one request, in the order in which they ended.
type track struct{ evaluations []evaluation }

// evaluation is one expression's. State has the values of its parts.
type evaluation struct {
	expression *tracked
	value      ref.Val
	failure    error
	state      interpreter.EvalState
}

type trackKey struct{}

// followedMutation is mutating policies whose expressions are followed.
type followedMutation struct {
	admission.MutationInterface
	track *track
}

// Admit implements admission.MutationInterface.
func (m followedMutation) Admit(ctx context.Context, attributes admission.Attributes, o admission.ObjectInterfaces) error {
	return m.MutationInterface.Admit(context.WithValue(ctx, trackKey{}, m.track), attributes, o)
}

// tracker compiles as the server does, and has programs that tell a track in their context what they did.
type tracker struct {
	plugincel.Compiler
	policy string
	// coverage is nil where programs tell a track.
	coverage *Coverage
	// next is the position of what is compiled in its list of the policy.
	next int
}

// tracked are the policies compiled a second time, with programs that tell what they did: the coverage, or where that is nil, a track.
func (p *Policies) tracked(coverage *Coverage) (*Policies, error) {
	envs, err := environmentsFor(environment.DefaultCompatibilityVersion())
	if err != nil {
		return nil, err
	}
	tracking := &environments{set: envs.set, tracks: true, coverage: coverage}
	again := &Policies{append([]boundValidating{}, p.validating...), append([]boundMutating{}, p.mutating...)}
	for i := range again.validating {
		if again.validating[i].program, err = tracking.compile(again.validating[i].policy); err != nil {
			return nil, err
		}
	}
	for i := range again.mutating {
		if again.mutating[i].program, err = tracking.compileMutating(again.mutating[i].policy); err != nil {
			return nil, err
		}
	}
	return again, nil
}

// follow puts a tracker into a compiler that no other policy uses, where programs must tell what they did.
func (e *environments) follow(policy string, compiler *plugincel.CompositedCompiler) {
	if !e.tracks {
		return
	}
	made := &tracker{Compiler: compiler.Compiler, policy: policy, coverage: e.coverage}
	compiler.Compiler = made
	compiler.ConditionCompiler = made
	compiler.MutatingCompiler = made
}

// CompileCELExpression implements plugincel.Compiler.
func (t *tracker) CompileCELExpression(
	accessor plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations, mode environment.Type,
) plugincel.CompilationResult {
	result := t.Compiler.CompileCELExpression(accessor, names, mode)
	position := t.next
	t.next++
	// A program carries the environment in which it was made.
	made, ok := result.Program.(interface {
		Extend(options ...cel.EnvOption) (*cel.Env, error)
	})
	if !ok || result.Error != nil {
		return result
	}
	// Macros are kept as they are written, for what is shown of them.
	env, err := made.Extend(cel.EnableMacroCallTracking())
	if err != nil {
		return result
	}
	tree, issues := env.Compile(accessor.GetExpression())
	if issues.Err() != nil {
		return result
	}
	followed := &tracked{Program: result.Program, tree: tree, policy: t.policy, accessor: accessor, position: position}
	if t.coverage != nil {
		if noting, err := t.coverage.program(env, followed); err == nil {
			result.Program = noting
		}
		return result
	}
	if followed.following, err = env.Program(tree, cel.EvalOptions(cel.OptTrackState)); err == nil {
		result.Program = followed
	}
	return result
}

// CompileCondition implements plugincel.ConditionCompiler as the server does.
func (t *tracker) CompileCondition(
	accessors []plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations, mode environment.Type,
) plugincel.ConditionEvaluator {
	results := make([]plugincel.CompilationResult, len(accessors))
	for i, accessor := range accessors {
		if accessor != nil {
			t.next = i
			results[i] = t.CompileCELExpression(accessor, names, mode)
		}
	}
	t.next = 0
	return plugincel.NewCondition(results)
}

// CompileMutatingEvaluator implements plugincel.MutatingCompiler as the server does. Mutations are compiled last, one after the other.
func (t *tracker) CompileMutatingEvaluator(
	accessor plugincel.ExpressionAccessor, names plugincel.OptionalVariableDeclarations, mode environment.Type,
) plugincel.MutatingEvaluator {
	return plugincel.NewMutatingEvaluator(t.CompileCELExpression(accessor, names, mode))
}

// tracked is the server's program, which decides, and one of the same expression that remembers.
type tracked struct {
	cel.Program
	following cel.Program
	tree      *cel.Ast
	policy    string
	accessor  plugincel.ExpressionAccessor
	position  int
}

// decides says that it is a condition: a validation or a match condition.
func (p *tracked) decides() bool {
	switch p.accessor.(type) {
	case *validating.ValidationCondition, *matchconditions.MatchCondition:
		return true
	}
	return false
}

// ContextEval implements cel.Program.
func (p *tracked) ContextEval(ctx context.Context, input any) (ref.Val, *cel.EvalDetails, error) {
	value, details, err := p.Program.ContextEval(ctx, input)
	if following, ok := ctx.Value(trackKey{}).(*track); ok {
		made := evaluation{expression: p, value: value, failure: err}
		if _, state, _ := p.following.Eval(input); state != nil {
			made.state = state.State()
		}
		following.evaluations = append(following.evaluations, made)
	}
	return value, details, err
}
