package podsecurity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"assay.dev/engines/manifest/source"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/version"
	podsecurityconfig "k8s.io/pod-security-admission/admission/api"
	"k8s.io/pod-security-admission/admission/api/load"
	"k8s.io/pod-security-admission/admission/api/validation"
	"k8s.io/pod-security-admission/api"
)

// Policy is one configuration of the plugin, and the checks that take part.
type Policy struct {
	checks        []string
	configuration *podsecurityconfig.PodSecurityConfiguration
	// release bounds the policy versions, as a server of that release does; nil is this one's.
	release *api.Version
}

// Parse reads the sources of docs/wire.md, which hold one configuration: a server has one PodSecurity plugin. What the server or the format
// refuses is a problem; the policy is nil without a configuration.
func Parse(sources []source.Source, release *version.Version) (*Policy, []source.Named, []source.Problem) {
	documents, problems := source.Read(sources)
	var found *Policy
	named := []source.Named{}
	for i := range documents {
		document := &documents[i]
		policy, err := parse(document.JSON)
		switch {
		case err != nil:
			problems = append(problems, document.Problem(err.Error(), ""))
		case found != nil:
			problems = append(problems, document.Problem("a control has one PodSecurity configuration, and this is another one; remove it", ""))
		default:
			policy.release = apiVersion(release)
			found = policy
			named = append(named, source.Named{Name: Name, Kind: "PodSecurityConfiguration", Path: document.Path, Line: document.Line})
		}
	}
	if len(documents) == 0 && len(problems) == 0 {
		problems = append(problems, source.Empty(sources, "a PodSecurity source, with `configuration` and perhaps `checks`"))
	}
	return found, named, problems
}

func parse(document []byte) (*Policy, error) {
	var shape struct {
		Checks        []string        `json:"checks"`
		Configuration json.RawMessage `json:"configuration"`
	}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&shape); err != nil {
		return nil, fmt.Errorf("a PodSecurity source has `configuration` and perhaps `checks`: %w", err)
	}
	if len(shape.Configuration) == 0 {
		return nil, errors.New("`configuration` is missing; put a PodSecurityConfiguration there")
	}
	// The checks are made again in every cluster; here they only must exist.
	if _, err := newEvaluator(shape.Checks, nil); err != nil {
		return nil, err
	}
	configuration, err := load.LoadFromData(shape.Configuration)
	if runtime.IsNotRegisteredError(err) || runtime.IsMissingKind(err) || shape.Configuration[0] != '{' {
		return nil, errors.New("`configuration` must be a PodSecurityConfiguration of pod-security.admission.config.k8s.io/v1")
	}
	if err != nil {
		return nil, err
	}
	return &Policy{checks: shape.Checks, configuration: configuration}, validate(configuration)
}

func validate(configuration *podsecurityconfig.PodSecurityConfiguration) error {
	if errs := validation.ValidatePodSecurityConfiguration(configuration); len(errs) > 0 {
		return errs.ToAggregate()
	}
	return nil
}

// atVersion is the configuration with the version that a case asks for.
func atVersion(configuration *podsecurityconfig.PodSecurityConfiguration, settings map[string]any) (*podsecurityconfig.PodSecurityConfiguration, error) {
	asked, ok := settings["policyVersion"]
	if !ok {
		return configuration, nil
	}
	text, ok := asked.(string)
	if !ok {
		return nil, fmt.Errorf("`params.policyVersion` must be a string such as `v1.28`, not `%v`", asked)
	}
	changed := configuration.DeepCopy()
	changed.Defaults.EnforceVersion = text
	changed.Defaults.AuditVersion = text
	changed.Defaults.WarnVersion = text
	if err := validate(changed); err != nil {
		return nil, fmt.Errorf("`params.policyVersion`: %w", err)
	}
	return changed, nil
}

func apiVersion(release *version.Version) *api.Version {
	if release == nil {
		return nil
	}
	result := api.MajorMinorVersion(int(release.Major()), int(release.Minor()))
	return &result
}
