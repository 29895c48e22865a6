package gatekeeper.template_scope_test

import data.gatekeeper.template_scope as policy

template(targets) := {"apiVersion": "templates.gatekeeper.sh/v1", "kind": "ConstraintTemplate", "spec": {"targets": targets}}

wanted(said) := {sprintf("template for another target (%s; must be \"admission.k8s.gatekeeper.sh\" alone)", [said])}

test_deny_other_targets if {
	policy.deny == wanted(`is "plan.example.com"`) with input as template([{"target": "plan.example.com"}])
	policy.deny == wanted(`is "admission.k8s.gatekeeper.sh", "plan.example.com"`) with input as template([
		{"target": "admission.k8s.gatekeeper.sh"},
		{"target": "plan.example.com"},
	])
	policy.deny == wanted(`is ""`) with input as template([{}])
}

test_deny_no_target if {
	policy.deny == wanted("has none") with input as template([])
	policy.deny == wanted("has none") with input as template(null)
}

test_allow_admission if {
	policy.deny == set() with input as template([{"target": "admission.k8s.gatekeeper.sh", "rego": "package k8sany"}])
}

test_allow_other_kinds if {
	policy.deny == set() with input as object.union(template([{"target": "plan.example.com"}]), {"kind": "Template"})
}
