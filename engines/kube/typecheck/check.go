package typecheck

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"assay.dev/engines/kube/cel"
	"assay.dev/engines/manifest/source"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
)

// subject is a policy as the checker takes it. It knows validating policies alone: a mutating one is given to it without its mutations, which use types
// that the checker does not have.
type subject struct {
	kind     string
	policy   *admissionregistrationv1.ValidatingAdmissionPolicy
	document *source.Document
}

func subjectOf(written *cel.Written) *subject {
	if written.Validating != nil {
		return &subject{"ValidatingAdmissionPolicy", written.Validating, written.Document}
	}
	spec := &written.Mutating.Spec
	return &subject{"MutatingAdmissionPolicy", &admissionregistrationv1.ValidatingAdmissionPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: written.Mutating.Name},
		Spec: admissionregistrationv1.ValidatingAdmissionPolicySpec{
			ParamKind: spec.ParamKind, MatchConstraints: spec.MatchConstraints, MatchConditions: spec.MatchConditions, Variables: spec.Variables,
		},
	}, written.Document}
}

// expression is one that the server's checker does not look at.
type expression struct{ field, text string }

// check types the policy once for each kind.
func (s *subject) check(served []path, schemas resolver.SchemaResolver) (Checked, []Warning) {
	line := s.document.Problem("", "").Line
	checked := Checked{Named: source.Named{Name: s.policy.Name, Kind: s.kind, Path: s.document.Path, Line: line}, Kinds: []string{}, Untyped: []string{}}
	found := &findings{}
	for _, kind := range kindsOf(s.policy.Spec.MatchConstraints, served) {
		if schema, err := schemas.ResolveSchema(kind); err != nil || schema == nil {
			checked.Untyped = append(checked.Untyped, kindText(kind))
			continue
		}
		checked.Kinds = append(checked.Kinds, kindText(kind))
		s.checkKind(kind, schemas, found)
	}
	return checked, s.warnings(found, len(checked.Kinds))
}

func (s *subject) checkKind(kind schema.GroupVersionKind, schemas resolver.SchemaResolver, found *findings) {
	alone := s.of(kind)
	checker := &validating.TypeChecker{SchemaResolver: schemas, RestMapper: mapperOf(kind)}
	for _, warning := range checker.Check(alone) {
		found.add(warning.FieldRef, s.plain(warning.Warning, kind), kind)
	}
	context := checker.CreateContext(alone)
	for _, unseen := range s.unseen() {
		for _, result := range checker.CheckExpression(context, unseen.text) {
			found.add(unseen.field, s.plain(result.String(), kind), kind)
		}
	}
}

// plain is what the checker says, without the kind, and without the digits of the clock that the checker puts behind the names of types.
func (s *subject) plain(text string, kind schema.GroupVersionKind) string {
	text = strings.TrimSpace(strings.TrimPrefix(text, kind.String()+": "))
	names := []string{kind.Kind}
	if params := s.policy.Spec.ParamKind; params != nil {
		names = append(names, params.Kind)
	}
	for _, name := range names {
		text = regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`\d+`).ReplaceAllLiteralString(text, name)
	}
	return text
}

// of is the policy for one kind alone.
func (s *subject) of(kind schema.GroupVersionKind) *admissionregistrationv1.ValidatingAdmissionPolicy {
	alone := s.policy.DeepCopy()
	alone.Spec.MatchConstraints.ResourceRules = []admissionregistrationv1.NamedRuleWithOperations{{
		RuleWithOperations: admissionregistrationv1.RuleWithOperations{Rule: admissionregistrationv1.Rule{
			APIGroups: []string{kind.Group}, APIVersions: []string{kind.Version}, Resources: []string{resourceOf(kind).Resource},
		}},
	}}
	return alone
}

// mapperOf knows one kind.
func mapperOf(kind schema.GroupVersionKind) meta.RESTMapper {
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{kind.GroupVersion()})
	mapper.AddSpecific(kind, resourceOf(kind), resourceOf(kind), meta.RESTScopeRoot)
	return mapper
}

// resourceOf is a name that is none of a subresource.
func resourceOf(kind schema.GroupVersionKind) schema.GroupVersionResource {
	return kind.GroupVersion().WithResource(strings.ToLower(kind.Kind))
}

// unseen are the expressions that the server compiles and does not type. One that does not fit it takes to be of any type, and says nothing.
func (s *subject) unseen() []expression {
	spec := field.NewPath("spec")
	var all []expression
	for i, variable := range s.policy.Spec.Variables {
		all = append(all, expression{spec.Child("variables").Index(i).Child("expression").String(), variable.Expression})
	}
	for i, condition := range s.policy.Spec.MatchConditions {
		all = append(all, expression{spec.Child("matchConditions").Index(i).Child("expression").String(), condition.Expression})
	}
	for i, annotation := range s.policy.Spec.AuditAnnotations {
		all = append(all, expression{spec.Child("auditAnnotations").Index(i).Child("valueExpression").String(), annotation.ValueExpression})
	}
	return all
}

// warnings are those of the server, and of what it does not look at the fields that no kind has: an expression that tells kinds apart by `object.kind`
// does not fit each of them in all its parts, and need not, and what has no type, such as `orValue(null)`, is evaluated all the same.
func (s *subject) warnings(found *findings, kinds int) []Warning {
	var all []Warning
	for _, each := range found.list {
		status := strings.HasPrefix(each.field, "spec.validations")
		if status || len(each.kinds) == kinds && strings.Contains(each.message, "undefined field") {
			all = append(all, Warning{s.document.Problem(each.message, each.field), s.policy.Name, each.field, each.kinds, status})
		}
	}
	return all
}

// finding is one complaint about an expression.
type finding struct {
	field, message string
	kinds          []string
}

type findings struct{ list []*finding }

// add takes what the checker says of an expression apart.
func (f *findings) add(field, text string, kind schema.GroupVersionKind) {
	for _, message := range split(text) {
		at := slices.IndexFunc(f.list, func(known *finding) bool { return known.field == field && known.message == message })
		if at < 0 {
			f.list = append(f.list, &finding{field: field, message: message})
			at = len(f.list) - 1
		}
		if !slices.Contains(f.list[at].kinds, kindText(kind)) {
			f.list[at].kinds = append(f.list[at].kinds, kindText(kind))
		}
	}
}

const mark = "ERROR: "

func split(text string) []string {
	var parts []string
	for part := range strings.SplitSeq(text, "\n"+mark) {
		parts = append(parts, mark+strings.TrimPrefix(part, mark))
	}
	return parts
}

func kindText(kind schema.GroupVersionKind) string {
	return fmt.Sprintf("%s %s", kind.GroupVersion(), kind.Kind)
}
