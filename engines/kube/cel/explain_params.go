package cel

import (
	"encoding/json"

	"assay.dev/engines/kube/admit"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/client-go/informers"

	"assay.dev/engines/manifest/source"
)

// UsedParams are what a policy sees as `params` by one of its bindings.
type UsedParams struct {
	Policy  string `json:"policy"`
	Binding string `json:"binding"`
	Path    string `json:"path"`
	Line    int    `json:"line"`
	// From is `settings`, `paramRef`, or `nothing`: then they are null.
	From string `json:"from"`
	// Ref is what a paramRef asks for.
	Ref string `json:"ref,omitempty"`
	// Objects are JSON, and cut.
	Objects []string `json:"objects"`
	// Why there are none.
	Why string `json:"why,omitempty"`
}

// params tells for every policy that has any by which binding it sees which.
func (e *Explainer) params(admitted *admit.Admitted) []UsedParams {
	asked := &paramsAsked{namespace: admitted.Attributes.GetNamespace(), settings: e.cluster.Settings(), used: []UsedParams{}}
	for i := range e.judge.hooks {
		hook := &e.judge.hooks[i]
		for _, binding := range hook.Bindings {
			asked.add(&paramsOf{
				hook.Policy.Name, binding.Name, e.document(hook.Policy.Name, false), hook.Policy.Spec.ParamKind, binding.Spec.ParamRef,
				hook.ParamInformer, hook.ParamScope, hook.ConfigurationError,
			})
		}
	}
	if e.judge.mutations == nil {
		return asked.used
	}
	for i := range e.judge.mutations.hooks {
		hook := &e.judge.mutations.hooks[i]
		for _, binding := range hook.Bindings {
			asked.add(&paramsOf{
				hook.Policy.Name, binding.Name, e.document(hook.Policy.Name, true), hook.Policy.Spec.ParamKind, binding.Spec.ParamRef,
				hook.ParamInformer, hook.ParamScope, hook.ConfigurationError,
			})
		}
	}
	return asked.used
}

// paramsOf is what the dispatcher finds params by.
type paramsOf struct {
	policy, binding string
	document        *source.Document
	kind            *admissionregistrationv1.ParamKind
	ref             *admissionregistrationv1.ParamRef
	informer        informers.GenericInformer
	scope           meta.RESTScope
	wrong           error
}

type paramsAsked struct {
	namespace string
	settings  map[string]any
	used      []UsedParams
}

func (a *paramsAsked) add(of *paramsOf) {
	if of.kind == nil {
		return
	}
	used := UsedParams{Policy: of.policy, Binding: of.binding, From: "paramRef", Objects: []string{}}
	if of.document != nil {
		place := of.document.Problem("", "spec.paramKind")
		used.Path, used.Line = place.Path, place.Line
	}
	found, err := generic.CollectParams(of.kind, of.informer, of.scope, of.ref, a.namespace, nil, nil)
	switch {
	case of.wrong != nil:
		used.Why = of.wrong.Error()
	case of.ref == nil:
		used.From = "nothing"
		used.Why = "the binding has no `paramRef`, and there are no settings"
		if object := paramsObject(of.kind, a.settings); object != nil {
			used.From, used.Why = "settings", ""
			used.Objects = append(used.Objects, paramText(object))
		}
	default:
		used.Ref = refText(of.kind, of.ref)
		for _, object := range found {
			used.Objects = append(used.Objects, paramText(object))
		}
		if err != nil {
			used.Why = err.Error()
		} else if len(found) == 0 {
			used.Why = "none was found, and `parameterNotFoundAction` lets the request pass"
		}
	}
	a.used = append(a.used, used)
}

func refText(kind *admissionregistrationv1.ParamKind, ref *admissionregistrationv1.ParamRef) string {
	text := kind.Kind
	if ref.Name != "" {
		text += " `" + ref.Name + "`"
	} else {
		text += " with " + metav1.FormatLabelSelector(ref.Selector)
	}
	if ref.Namespace != "" {
		text += " in `" + ref.Namespace + "`"
	}
	return text
}

const longestParams = 1000

func paramText(object runtime.Object) string {
	text, err := json.Marshal(object)
	if err != nil {
		return err.Error()
	}
	if runes := []rune(string(text)); len(runes) > longestParams {
		return string(runes[:longestParams]) + "…"
	}
	return string(text)
}
