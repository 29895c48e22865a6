package mutants

import "assay.dev/engines/kube/cel"

// slim is a policy whose expressions are as short as they can be: whether the server takes what is around them does not hang on them, and compiling them
// takes most of the time.
func (w *written) slim(bench *cel.Bench) map[string]any {
	value := w.value
	put := func(with any, path ...any) { value = (&change{path: path, with: with}).changed(value).(map[string]any) }
	for i := range bench.Expressions {
		if each := &bench.Expressions[i]; each.Variable == "" {
			put(bench.Slim(i), pathOf(each.Field)...)
		}
	}
	if valueAt(value, []any{"spec", "variables"}) != nil {
		put([]any{}, "spec", "variables")
	}
	return value
}
