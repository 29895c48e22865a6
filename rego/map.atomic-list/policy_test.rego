package map.atomic_list_test

import data.map.atomic_list as policy

of(mutations) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicy", "metadata": {"name": "a"},
	"spec": {"mutations": mutations},
}

applying(text) := of([{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": text}}])

warning(names) := {sprintf("ApplyConfiguration cannot set atomic lists (%s; use JSONPatch)", [names])}

test_warn_of_atomic_lists if {
	policy.warn == warning(`"sysctls"`) with input as applying("Object{spec: Object.spec{securityContext: Object.spec.securityContext{sysctls: []}}}")
	policy.warn == warning(`"add", "drop"`) with input as applying(`capabilities{drop :["ALL"],add:[]}`)
	policy.warn == warning(`"args"`) with input as applying(`{"see": "http://a", 'b': 'it\'s'} + Object.spec.containers{args: []}`)
}

test_allow_other_text if {
	every text in [
		"Object{spec: Object.spec{hostUsers: false}}", "a ? object.spec.args : false", "xargs: []", "Args: []", "size(args)", "",
		`{"args": "drop: x"}`, "'add: x'", "// args: none\na", `"\" args: x"`,
	] {
		policy.warn == set() with input as applying(text)
	}
	policy.warn == set() with input as of([{"patchType": "JSONPatch", "applyConfiguration": {"expression": "args: []"}}, {"patchType": "ApplyConfiguration"}])
	policy.warn == set() with input as object.union(applying("args: []"), {"kind": "ValidatingAdmissionPolicy"})
}
