package podsecurity

import (
	"context"
	"slices"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/verdict"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// Checked is one evaluation of a level: which checks ran, and what each found. None runs at the level `privileged`.
type Checked struct {
	Policy  string   `json:"policy"`
	Level   string   `json:"level"`
	Version string   `json:"version"`
	Modes   []string `json:"modes"`
	Results []Result `json:"results"`
}

// Result is one check's.
type Result struct {
	Check  string `json:"check"`
	Result string `json:"result"`
	Detail string `json:"detail,omitempty"`
}

// Explain judges an admitted request, and tells what every check found.
func (j *Judge) Explain(ctx context.Context, admitted *admit.Admitted) (*verdict.Verdict, []Checked) {
	j.evaluator.tells = true
	defer func() { j.evaluator.tells = false }()
	j.evaluator.reset()
	said := j.Judge(ctx, admitted)
	if said.Decision == verdict.Skip {
		return said, []Checked{}
	}
	return said, j.withModes(ctx, admitted.Attributes)
}

// withModes says what each level was asked for by the namespace, and adds those at which nothing is checked.
func (j *Judge) withModes(ctx context.Context, a admission.Attributes) []Checked {
	all := append([]Checked{}, j.evaluator.told...)
	if a.GetResource().GroupResource() == namespaces {
		return all
	}
	namespace, err := j.plugin.NamespaceGetter.GetNamespace(ctx, a.GetNamespace())
	if err != nil {
		return all
	}
	asked, _ := j.plugin.PolicyToEvaluate(namespace.Labels)
	modes := []struct {
		name  string
		level api.LevelVersion
	}{{"enforce", asked.Enforce}, {"audit", asked.Audit}, {"warn", asked.Warn}}
	if a.GetResource().GroupResource() != corev1.Resource("pods") {
		// Of what makes Pods, nothing is enforced.
		modes = modes[1:]
	}
	for _, mode := range modes {
		at := slices.IndexFunc(all, func(one Checked) bool {
			return one.Level == string(mode.level.Level) && one.Version == mode.level.Version.String()
		})
		if at < 0 {
			at = len(all)
			all = append(all, checked(mode.level, nil, nil))
		}
		all[at].Modes = append(all[at].Modes, mode.name)
	}
	return all
}

func checked(level api.LevelVersion, ran []policy.CheckID, results []policy.CheckResult) Checked {
	told := Checked{Policy: Name, Level: string(level.Level), Version: level.Version.String(), Modes: []string{}, Results: []Result{}}
	for i := range results {
		one := Result{Check: string(ran[i]), Result: "pass"}
		if !results[i].Allowed {
			aggregate := policy.AggregateCheckResults(results[i : i+1])
			one.Result, one.Detail = "fail", aggregate.ForbiddenDetail()
		}
		told.Results = append(told.Results, one)
	}
	return told
}
