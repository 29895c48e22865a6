package mutants

import "slices"

// change is one of a document as it is read from YAML or JSON.
type change struct {
	operator string
	// path is of keys and indices.
	path []any
	// at is the part of the text at the path that edit replaces. Without it, the whole value is `with`.
	edit *edit
	with any
	// gone: what is at the path is left out.
	gone bool
}

// gatherer gathers changes of a document.
type gatherer struct {
	document map[string]any
	found    []change
}

// changesOf are all changes of a policy or a binding beside its expressions.
func changesOf(document map[string]any) []change {
	g := &gatherer{document: document}
	spec := []any{"spec"}
	switch document["kind"] {
	case "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding":
		g.constraints(below(spec, "matchResources"))
		g.actions(below(spec, "validationActions"))
		g.other(failure, below(spec, "paramRef", "parameterNotFoundAction"), "Allow", "Deny")
	default:
		g.constraints(below(spec, "matchConstraints"))
		g.failurePolicy(below(spec, "failurePolicy"))
		g.each(precondition, below(spec, "matchConditions"), 1)
		g.each(validation, below(spec, "validations"), 1)
		g.each(mutation, below(spec, "mutations"), 1)
		for i := range g.list(below(spec, "validations")) {
			place := below(spec, "validations", i, "message")
			if said, ok := g.value(place).(string); ok && said != "" {
				g.put(message, place, "mutated")
			}
		}
	}
	return g.found
}

// constraints are what is matched, and what is not.
func (g *gatherer) constraints(at []any) {
	g.each(match, below(at, "resourceRules"), 2)
	for i := range g.list(below(at, "resourceRules")) {
		for _, part := range []string{"apiGroups", "apiVersions", "operations", "resources", "resourceNames"} {
			g.each(match, below(at, "resourceRules", i, part), 2)
		}
	}
	g.each(exclusion, below(at, "excludeResourceRules"), 1)
	g.other(match, below(at, "matchPolicy"), "Equivalent", "Exact")
	g.selector(below(at, "namespaceSelector"))
	g.selector(below(at, "objectSelector"))
}

func (g *gatherer) selector(at []any) {
	requirements := g.list(below(at, "matchExpressions"))
	labels, _ := g.value(below(at, "matchLabels")).(map[string]any)
	if len(requirements)+len(labels) == 0 {
		return
	}
	g.gone(selector, at)
	if len(requirements)+len(labels) > 1 {
		g.each(selector, below(at, "matchExpressions"), 1)
		for _, key := range sortedKeys(labels) {
			g.gone(selector, below(at, "matchLabels", key))
		}
	}
	for i := range requirements {
		g.each(selector, below(at, "matchExpressions", i, "values"), 2)
		operator := below(at, "matchExpressions", i, "operator")
		g.other(selector, operator, "In", "NotIn")
		g.other(selector, operator, "Exists", "DoesNotExist")
	}
}

// failurePolicy is Fail where nothing is said.
func (g *gatherer) failurePolicy(at []any) {
	if g.value(at) == nil {
		g.put(failure, at, "Ignore")
		return
	}
	g.other(failure, at, "Fail", "Ignore")
}

// actions no longer deny or warn.
func (g *gatherer) actions(at []any) {
	actions := g.list(at)
	if len(actions) > 1 {
		g.each(action, at, 1)
		return
	}
	for i, each := range actions {
		if each != "Audit" {
			g.put(action, below(at, i), "Audit")
		}
	}
}

// each forgets every element of a list that has at least so many; a list of one is forgotten with it.
func (g *gatherer) each(operator string, at []any, least int) {
	elements := g.list(at)
	if len(elements) == 1 && least == 1 {
		g.gone(operator, at)
	}
	for i := range elements {
		if len(elements) > 1 {
			g.gone(operator, below(at, i))
		}
	}
}

// other takes the other one of two values.
func (g *gatherer) other(operator string, at []any, one, two string) {
	switch g.value(at) {
	case one:
		g.put(operator, at, two)
	case two:
		g.put(operator, at, one)
	}
}

func (g *gatherer) put(operator string, at []any, value string) {
	g.found = append(g.found, change{operator: operator, path: at, with: value})
}

func (g *gatherer) gone(operator string, at []any) {
	g.found = append(g.found, change{operator: operator, path: at, gone: true})
}

func (g *gatherer) list(at []any) []any {
	list, _ := g.value(at).([]any)
	return list
}

func (g *gatherer) value(at []any) any { return valueAt(g.document, at) }

func valueAt(value any, path []any) any {
	for _, step := range path {
		switch typed := value.(type) {
		case map[string]any:
			key, _ := step.(string)
			value = typed[key]
		case []any:
			i, ok := step.(int)
			if !ok || i >= len(typed) {
				return nil
			}
			value = typed[i]
		default:
			return nil
		}
	}
	return value
}

// changed is a copy with the change made.
func (c *change) changed(value any) any { return c.in(value, c.path) }

func (c *change) in(value any, path []any) any {
	if len(path) == 0 {
		return c.value(value)
	}
	last := len(path) == 1 && c.gone
	switch typed := value.(type) {
	case map[string]any:
		copied := map[string]any{}
		for key, each := range typed {
			copied[key] = each
		}
		if key := path[0].(string); last {
			delete(copied, key)
		} else {
			copied[key] = c.in(typed[key], path[1:])
		}
		return copied
	case []any:
		copied := slices.Clone(typed)
		i := path[0].(int)
		if last {
			return slices.Delete(copied, i, i+1)
		}
		copied[i] = c.in(typed[i], path[1:])
		return copied
	}
	return value
}

// value is what stands at the path afterwards.
func (c *change) value(before any) any {
	written, isText := before.(string)
	if c.edit == nil || !isText {
		return c.with
	}
	runes := []rune(written)
	return string(runes[:c.edit.at.start]) + c.edit.with + string(runes[c.edit.at.stop:])
}

func below(path []any, steps ...any) []any { return append(slices.Clone(path), steps...) }
