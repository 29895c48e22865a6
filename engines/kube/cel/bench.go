package cel

import (
	"fmt"
	"strings"

	"github.com/google/cel-go/cel"
	"k8s.io/apimachinery/pkg/util/version"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/environment"
)

// Bench makes policies with a slip in one of them. What the slip does not touch is shared with the policies that it is made of.
type Bench struct {
	// Expressions are in the order in which they are compiled: variables come first, and know those before them.
	Expressions []Expression
	policies    *Policies
	policy      Written
	// servers compile what is new as the servers do that must take it: this engine's own, and one of the release.
	servers []*plugincel.CompositedCompiler
	// made are the types of the expressions, for each of the servers.
	made [][]*cel.Type
	// stored compiles as Parse does.
	stored *remembering
}

// ParserFor parses as a server of a release does, nil for this engine's own, but leaves macros as they are written.
func ParserFor(release *version.Version) (*cel.Env, error) {
	envs, err := environmentsFor(newIn(release))
	if err != nil {
		return nil, err
	}
	return envs.set.NewExpressionsEnv().Extend(cel.ClearMacros())
}

// NewBench is the bench of one of the policies in a release, nil for this engine's own.
func NewBench(policies *Policies, policy *Written, release *version.Version) (*Bench, error) {
	bench := &Bench{policies: policies, policy: *policy, Expressions: policy.expressions()}
	for _, each := range serversOf(release) {
		envs, err := environmentsFor(newIn(each))
		if err != nil {
			return nil, err
		}
		compiler, err := envs.compilerFor(policy.variables())
		if err != nil {
			return nil, err
		}
		types := make([]*cel.Type, len(bench.Expressions))
		for i := range bench.Expressions {
			types[i] = bench.Expressions[i].compiled(compiler).OutputType
		}
		bench.servers, bench.made = append(bench.servers, compiler), append(bench.made, types)
	}
	return bench, bench.learn()
}

// learn compiles the policy as Parse did.
func (b *Bench) learn() error {
	envs, err := environmentsFor(environment.DefaultCompatibilityVersion())
	if err != nil {
		return err
	}
	if b.policy.Validating != nil {
		if b.stored, err = envs.remember(b.policy.variables(), b.policy.Validating.Spec.ParamKind); err == nil {
			programOf(b.policy.Validating, b.stored.own)
		}
	} else {
		if b.stored, err = envs.remember(b.policy.variables(), b.policy.Mutating.Spec.ParamKind); err == nil {
			mutatingProgramOf(b.policy.Mutating, b.stored.own)
		}
	}
	if err == nil {
		b.stored.learns = false
	}
	return err
}

// Boolean says that an expression evaluates to a boolean, whatever the object.
func (b *Bench) Boolean(at int) bool {
	made := b.made[0][at]
	return made != nil && made.IsExactType(cel.BoolType)
}

// Fate is what becomes of a slip.
type Fate int

const (
	// Refused: the server does not take it.
	Refused Fate = iota
	// Taken: it is made.
	Taken
	// Doubtful: only [Parse] can tell.
	Doubtful
)

// longestAnnotation is what the server takes of an expression of an audit annotation:
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/apis/admissionregistration/validation/validation.go
const longestAnnotation = 5 * 1024

// With is the policies with another text for one of the expressions.
func (b *Bench) With(at int, text string) (*Policies, Fate) {
	fate := b.asked(at, text)
	if fate != Taken {
		return nil, fate
	}
	other := b.policy.copied()
	*other.expressions()[at].place = text
	return b.replaced(&other)
}

// asked is what the servers say of another text for an expression.
func (b *Bench) asked(at int, text string) Fate {
	fate := Taken
	if len(text) > longestAnnotation {
		fate = Doubtful
	}
	for i, server := range b.servers {
		expression := &b.Expressions[at]
		result := server.CompileCELExpression(expression.with(text), expression.names, environment.NewExpressions)
		switch {
		case result.Error != nil:
			return Refused
		case expression.Variable != "" && !result.OutputType.IsExactType(b.made[i][at]):
			// What uses the variable may not fit its new type.
			fate = Doubtful
		}
	}
	return fate
}

// replaced are the policies with another in place of the bench's.
func (b *Bench) replaced(other *Written) (*Policies, Fate) {
	compiler := b.stored.holding(other.variables())
	switch {
	case compiler == nil:
		return nil, Doubtful
	case other.Validating != nil:
		return b.policies.withValidating(other.Validating, programOf(other.Validating, compiler)), Taken
	default:
		return b.policies.withMutating(other.Mutating, mutatingProgramOf(other.Mutating, compiler)), Taken
	}
}

// comment is before the number of an expression that is left out.
const comment = " // "

// Slim is a text as short as can be for one of the expressions. Whether the server takes what is around expressions does not hang on them, and compiling
// them takes most of the time. Variables are left out as a whole.
func (b *Bench) Slim(at int) string { return b.Expressions[at].least + comment + fmt.Sprint(at) }

// restore puts the expressions back into a slim policy.
func (b *Bench) restore(slim *Written) bool {
	expressions := slim.expressions()
	for i := range expressions {
		var at int
		_, number, _ := strings.Cut(expressions[i].Text, comment)
		if _, err := fmt.Sscan(number, &at); err != nil || at < 0 || at >= len(b.Expressions) {
			return false
		}
		*expressions[i].place = b.Expressions[at].Text
	}
	if slim.Validating != nil {
		slim.Validating.Spec.Variables = b.policy.variables()
	} else {
		slim.Mutating.Spec.Variables = b.policy.variables()
	}
	return true
}

// Changed is the policies with another document in place of that of one of them, with slim expressions, or of a binding; for that, bench is nil.
func (p *Policies) Changed(bench *Bench, document []byte) (*Policies, Fate) {
	taken, err := takeIn(document)
	if err != nil {
		return nil, Refused
	}
	object, err := stored(taken)
	if err != nil {
		return nil, Refused
	}
	var slim Written
	switch typed := object.(type) {
	case *validating.PolicyBinding:
		return p.withValidatingBinding(typed), Taken
	case *mutating.PolicyBinding:
		return p.withMutatingBinding(typed), Taken
	case *validating.Policy:
		slim.Validating = typed
	case *mutating.Policy:
		slim.Mutating = typed
	}
	if bench == nil || !bench.restore(&slim) {
		return nil, Doubtful
	}
	return bench.replaced(&slim)
}

// serversOf are the releases of the servers that a new policy must please: this engine's own, which is nil, and the one that it is for.
func serversOf(release *version.Version) []*version.Version {
	if release == nil {
		return []*version.Version{nil}
	}
	return []*version.Version{nil, release}
}

// newIn is the CEL that new policies may use in a release.
func newIn(release *version.Version) *version.Version {
	if release == nil {
		return environment.DefaultCompatibilityVersion()
	}
	return compatibleWith(release)
}
