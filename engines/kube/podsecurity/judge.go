// Package podsecurity judges requests by the code of the PodSecurity admission plugin.
package podsecurity

import (
	"context"
	"errors"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/verdict"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/admission"
	podsecurityadmission "k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// Cluster is what the plugin looks up while it judges.
type Cluster interface {
	podsecurityadmission.NamespaceGetter
	podsecurityadmission.PodLister
	// Settings are `params` of docs/wire.md: `policyVersion` is the version of the configuration's defaults.
	Settings() map[string]any
}

// Judge judges requests in one cluster by the plugin with one configuration.
type Judge struct {
	plugin    *podsecurityadmission.Admission
	evaluator *evaluator
	metrics   *metrics
}

// NewJudge puts a policy into a cluster. An error is about the cluster's `policyVersion`.
func NewJudge(p *Policy, cluster Cluster) (*Judge, error) {
	evaluator, err := newEvaluator(p.checks, p.release)
	if err != nil {
		return nil, err
	}
	configuration, err := atVersion(p.configuration, cluster.Settings())
	if err != nil {
		return nil, err
	}
	judge := &Judge{evaluator: evaluator, metrics: &metrics{}}
	judge.plugin = &podsecurityadmission.Admission{
		Configuration:    configuration,
		Evaluator:        evaluator,
		Metrics:          judge.metrics,
		PodSpecExtractor: podsecurityadmission.DefaultPodSpecExtractor{},
		NamespaceGetter:  cluster,
		PodLister:        cluster,
	}
	if err := judge.plugin.CompleteConfiguration(); err != nil {
		return nil, err
	}
	return judge, judge.plugin.ValidateConfiguration()
}

// Judge judges an admitted request: the response is the plugin's, and every failed check of the enforced level is a violation.
func (j *Judge) Judge(ctx context.Context, admitted *admit.Admitted) *verdict.Verdict {
	recording := verdict.Record(admitted.Attributes, admitted.Warnings)
	if reason := j.outOfScope(admitted.Attributes); reason != "" {
		return recording.Verdict(nil, reason)
	}
	j.evaluator.reset()
	j.metrics.reset()
	response := j.plugin.Validate(ctx, attributes{admitted.Attributes})
	for _, text := range response.Warnings {
		recording.AddWarning("", text)
	}
	for key, value := range response.AuditAnnotations {
		recording.Audit[api.AuditAnnotationPrefix+key] = value
	}
	if response.Allowed {
		return recording.Verdict(nil, j.skipped(admitted.Attributes, response))
	}
	recording.Violations = append(recording.Violations, j.violations(response)...)
	return recording.Verdict(refusalOf(admitted.Attributes, response), "")
}

// outOfScope says why the plugin is not asked at all.
func (j *Judge) outOfScope(a admission.Attributes) string {
	if operation := a.GetOperation(); operation != admission.Create && operation != admission.Update {
		return "PodSecurity judges CREATE and UPDATE only, not `" + string(operation) + "`"
	}
	if resource := a.GetResource().GroupResource(); resource != namespaces && !j.plugin.PodSpecExtractor.HasPodSpec(resource) {
		return "PodSecurity does not judge `" + resource.String() + "`"
	}
	return ""
}

var namespaces = corev1.Resource("namespaces")

// skipped says why an allowed request was not judged; empty where it was.
func (j *Judge) skipped(a admission.Attributes, response *admissionv1.AdmissionResponse) string {
	resource := a.GetResource().GroupResource()
	switch exemption := response.AuditAnnotations[api.ExemptionReasonAnnotationKey]; {
	case exemption != "":
		return "exempt from PodSecurity by " + exemption
	case j.evaluator.evaluations > 0 || j.metrics.evaluated || resource == namespaces && a.GetSubresource() == "":
		return ""
	case a.GetSubresource() != "":
		return "PodSecurity does not judge `" + resource.String() + "/" + a.GetSubresource() + "`"
	case resource == corev1.Resource("pods"):
		return "the update changes nothing that PodSecurity judges"
	}
	return "the namespace asks for no PodSecurity warning and no audit, so `" + resource.String() + "` are not judged"
}

// violations are the failed checks; of a namespace with labels that cannot be read, the server's causes.
func (j *Judge) violations(response *admissionv1.AdmissionResponse) []verdict.Violation {
	var result []verdict.Violation
	for _, refused := range j.evaluator.first {
		one := policy.AggregateCheckResults([]policy.CheckResult{refused.result})
		result = append(result, verdict.Violation{Policy: string(refused.check), Message: one.ForbiddenDetail()})
	}
	if len(result) == 0 && response.Result != nil && response.Result.Details != nil {
		for _, cause := range response.Result.Details.Causes {
			result = append(result, verdict.Violation{Policy: Name, Message: cause.Field + ": " + cause.Message})
		}
	}
	return result
}

// Name is the plugin's.
const Name = "PodSecurity"

// refusalOf makes the server's error from the plugin's response, as the plugin does:
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/plugin/pkg/admission/security/podsecurity/admission.go#L206-L226
func refusalOf(a admission.Attributes, response *admissionv1.AdmissionResponse) error {
	refusal := admission.NewForbidden(a, errors.New("Not allowed by PodSecurity"))
	var status *apierrors.StatusError
	if !errors.As(refusal, &status) || response.Result == nil {
		return refusal
	}
	result := response.Result
	if result.Message != "" {
		status.ErrStatus.Message = result.Message
	}
	if result.Reason != "" {
		status.ErrStatus.Reason = result.Reason
	}
	if result.Details != nil {
		status.ErrStatus.Details = result.Details
	}
	if result.Code != 0 {
		status.ErrStatus.Code = result.Code
	}
	return status
}
