package podsecurity

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// evaluator runs the server's checks, or some of them, and remembers which check said what: the results themselves carry no name.
// It judges one request at a time.
type evaluator struct {
	server policy.Evaluator
	// ran are the names of the checks of the evaluation under way, in the order of its results.
	ran []policy.CheckID
	// first holds what the first evaluation since reset refused: for a Pod, that of the enforced policy.
	first []refusal
	// evaluations counts since reset.
	evaluations int
	// told are all results, where they are asked for.
	told  []Checked
	tells bool
}

// refusal is one check's no.
type refusal struct {
	check  policy.CheckID
	result policy.CheckResult
}

// newEvaluator takes the checks with the names, or all without names. The release bounds the policy versions that are known; nil is this one's.
func newEvaluator(names []string, release *api.Version) (*evaluator, error) {
	checks, err := chosen(names)
	if err != nil {
		return nil, err
	}
	e := &evaluator{}
	for i := range checks {
		for j := range checks[i].Versions {
			e.name(checks[i].ID, &checks[i].Versions[j])
		}
	}
	e.server, err = policy.NewEvaluator(checks, release)
	return e, err
}

// name makes a check note its name when it runs.
func (e *evaluator) name(id policy.CheckID, check *policy.VersionedCheck) {
	run := check.CheckPod
	check.CheckPod = func(metadata *metav1.ObjectMeta, spec *corev1.PodSpec) policy.CheckResult {
		e.ran = append(e.ran, id)
		return run(metadata, spec)
	}
}

func (e *evaluator) reset() { e.first, e.told, e.evaluations = nil, nil, 0 }

// EvaluatePod implements policy.Evaluator.
func (e *evaluator) EvaluatePod(level api.LevelVersion, metadata *metav1.ObjectMeta, spec *corev1.PodSpec) []policy.CheckResult {
	e.ran = e.ran[:0]
	results := e.server.EvaluatePod(level, metadata, spec)
	e.evaluations++
	if e.tells {
		e.told = append(e.told, checked(level, e.ran, results))
	}
	if e.evaluations > 1 {
		return results
	}
	for i := range results {
		if !results[i].Allowed {
			e.first = append(e.first, refusal{e.ran[i], results[i]})
		}
	}
	return results
}

// chosen are the server's checks that are named, in the server's order.
func chosen(names []string) ([]policy.Check, error) {
	checks := policy.DefaultChecks()
	if names == nil {
		return checks, nil
	}
	known := make([]string, 0, len(checks))
	for _, check := range checks {
		known = append(known, string(check.ID))
	}
	slices.Sort(known)
	if len(names) == 0 {
		return nil, fmt.Errorf("`checks` is empty, so nothing would be checked; leave it out for all checks, or name some of: %s", strings.Join(known, ", "))
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("unknown check `%s`; the checks of PodSecurity are: %s", name, strings.Join(known, ", "))
		}
	}
	return slices.DeleteFunc(checks, func(check policy.Check) bool { return !slices.Contains(names, string(check.ID)) }), nil
}
