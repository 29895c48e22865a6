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
	var typings []*typing
	for _, kind := range kindsOf(s.policy.Spec.MatchConstraints, served) {
		if schema, err := schemas.ResolveSchema(kind); err != nil || schema == nil {
			checked.Untyped = append(checked.Untyped, kindText(kind))
			continue
		}
		checked.Kinds = append(checked.Kinds, kindText(kind))
		typings = append(typings, s.typingOf(kind, schemas))
	}
	return checked, append(s.seen(typings), s.unseen(typings)...)
}

// typing is the checker for one kind.
type typing struct {
	*validating.TypeChecker
	kind   schema.GroupVersionKind
	policy *admissionregistrationv1.ValidatingAdmissionPolicy
	// context is there when it is asked for.
	context *validating.TypeCheckingContext
}

func (s *subject) typingOf(kind schema.GroupVersionKind, schemas resolver.SchemaResolver) *typing {
	return &typing{&validating.TypeChecker{SchemaResolver: schemas, RestMapper: mapperOf(kind)}, kind, s.of(kind), nil}
}

// seen is what the server says of the expressions that it looks at.
func (s *subject) seen(typings []*typing) []Warning {
	found := &findings{}
	for _, each := range typings {
		for _, warning := range each.Check(each.policy) {
			for _, message := range split(s.plain(warning.Warning, each.kind)) {
				found.add(warning.FieldRef, message, each.kind)
			}
		}
	}
	return mapped(found.list, func(each *finding) Warning {
		return Warning{s.document.Problem(each.message, each.field), s.policy.Name, each.field, each.kinds, true}
	})
}

// unseen is what the checker has against the others. The server takes what does not fit there to be of any type, and says nothing. Here the fields are told
// that no kind has: an expression that tells kinds apart by `object.kind` does not fit each of them in all its parts, and need not, and what has no type,
// such as `orValue(null)`, is evaluated all the same.
func (s *subject) unseen(typings []*typing) []Warning {
	var warnings []Warning
	kinds := mapped(typings, func(each *typing) string { return kindText(each.kind) })
	for _, expression := range s.unseenExpressions() {
		var everywhere []string
		for i, each := range typings {
			fields := s.undefined(each, expression.text)
			if i > 0 {
				fields = slices.DeleteFunc(everywhere, func(known string) bool { return !slices.Contains(fields, known) })
			}
			if everywhere = fields; len(everywhere) == 0 {
				break
			}
		}
		for _, message := range everywhere {
			warnings = append(warnings, Warning{s.document.Problem(message, expression.field), s.policy.Name, expression.field, kinds, false})
		}
	}
	return warnings
}

// undefined are the complaints about fields that the kind does not have.
func (s *subject) undefined(typing *typing, text string) []string {
	if typing.context == nil {
		typing.context = typing.CreateContext(typing.policy)
	}
	var messages []string
	for _, result := range typing.CheckExpression(typing.context, text) {
		messages = append(messages, split(s.plain(result.String(), typing.kind))...)
	}
	return slices.DeleteFunc(messages, func(message string) bool { return !strings.Contains(message, "undefined field") })
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

// unseenExpressions are those that the server compiles and does not type.
func (s *subject) unseenExpressions() []expression {
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

// finding is one complaint about an expression.
type finding struct {
	field, message string
	kinds          []string
}

type findings struct{ list []*finding }

func (f *findings) add(field, message string, kind schema.GroupVersionKind) {
	at := slices.IndexFunc(f.list, func(known *finding) bool { return known.field == field && known.message == message })
	if at < 0 {
		f.list = append(f.list, &finding{field: field, message: message})
		at = len(f.list) - 1
	}
	if !slices.Contains(f.list[at].kinds, kindText(kind)) {
		f.list[at].kinds = append(f.list[at].kinds, kindText(kind))
	}
}

const mark = "ERROR: "

// split takes apart what the checker says of one expression.
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

func mapped[From, To any](items []From, convert func(From) To) []To {
	result := make([]To, len(items))
	for i, item := range items {
		result[i] = convert(item)
	}
	return result
}
